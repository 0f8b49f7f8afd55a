import { StorageError, type Cairn, type Draft } from '@cairn/client';
import {
  ancestorsOf,
  continuationsOf,
  openConflicts,
  Refusal,
  REPEATS_FROM,
  type Entity,
  type Mutation,
  type Payloads,
} from '@cairn/domain';
import { fromBase64, joinUpdates, toBase64 } from '@cairn/text';
import { parse } from 'graphql';
import { typeWord } from '../typing.ts';
import type { Ledger } from './ledger.ts';
import type { Owner } from './privacy.ts';
import { RELEASES } from './release.ts';
import type { Tab } from './tab.ts';
import type { WorldContext } from './world-context.ts';

const TAGS = ['new', 'home', 'shop'];
const POLICIES = ['ask', 'server-wins', 'client-wins', 'last-writer-wins', null];

/** Few things, so that devices meet on them. */
const TASKS = 3;
const NOTES = 2;
const LISTS = 2;

type Open = Cairn<Payloads>;

interface OpenDraft {
  readonly draft: Draft<Payloads['editNote']>;
  readonly noteId: string;
  /** All of it so far. */
  readonly update: string;
}

/** What people do, on whichever tab. Whatever they are told is saved goes into the ledger. */
export class People {
  readonly #context: WorldContext;
  readonly #ledger: Ledger;
  readonly #owner: Owner;
  readonly #ids = { Task: [] as string[], Note: [] as string[], List: [] as string[] };
  readonly #drafts = new WeakMap<Tab, OpenDraft>();
  /** Parked events that somebody is about to settle, by sequence. */
  readonly #settling = new WeakMap<Tab, Set<number>>();
  #said = 0;

  constructor(context: WorldContext, ledger: Ledger, owner: Owner) {
    this.#context = context;
    this.#ledger = ledger;
    this.#owner = owner;
  }

  /** Begins something; it ends when storage has answered, or never. */
  act(tab: Tab): void {
    const { cairn } = tab;
    if (!cairn) return;
    this.#act(tab, cairn).catch((error: unknown) => {
      // What was refused, or could not be stored, was never said to be saved.
      if (!Refusal.is(error) && !(error instanceof StorageError)) return this.#context.failed(error);
      this.#context.note(`${tab.device.name}: not saved: ${error.code}`);
    });
  }

  async #act(tab: Tab, cairn: Open): Promise<void> {
    const { chance } = this.#context;
    const task = this.#pick(cairn, 'Task', TASKS);
    const note = this.#pick(cairn, 'Note', NOTES);
    const list = this.#pick(cairn, 'List', LISTS);
    const action = chance.below(28);
    const words = `${this.#owner.canary} ${(this.#said += 1)}`;
    const knows = (mutation: Mutation) => RELEASES[tab.release].registry.mutations.includes(mutation);
    if (!list) return this.#create(tab, cairn, 'List', 'createList', { name: words, color: 'blue', order: 'a0' });
    if (!task) {
      const listId = chance.below(2) ? list.id : null;
      const repeat = knows('continueTask') && chance.below(2) ? { rule: 'FREQ=DAILY', from: 'schedule' } : undefined;
      const given = { title: words, order: 'a0', listId, tags: ['new'], ...(repeat ? { repeat } : {}) };
      return this.#create(tab, cairn, 'Task', 'createTask', given);
    }
    const taskId = task.id;
    if (!note && knows('createNote')) {
      return this.#create(tab, cairn, 'Note', 'createNote', { title: words, body: 'begun ' });
    }
    if (note && action <= 2) return this.#type(tab, cairn, note);
    if (note && action <= 4) return this.#draft(tab, cairn, note);
    if (note && action === 5) return this.#record(tab, cairn, 'retitleNote', { noteId: note.id, title: words });
    if (action === 8) return this.#record(tab, cairn, 'renameList', { listId: list.id, name: words });
    if (action === 9) {
      return this.#record(tab, cairn, 'describeTask', { taskId, description: `first\n${words}\nlast` });
    }
    if (action <= 11) return this.#record(tab, cairn, 'prioritizeTask', { taskId, priority: chance.below(4) });
    if (action === 12) return this.#record(tab, cairn, chance.below(2) ? 'completeTask' : 'reopenTask', { taskId });
    if (action === 13) return this.#record(tab, cairn, chance.below(2) ? 'deleteTask' : 'restoreTask', { taskId });
    if (action === 14 && knows('tagTask')) {
      const tags = [chance.pick(TAGS)];
      return this.#record(tab, cairn, chance.below(2) ? 'tagTask' : 'untagTask', { taskId, tags });
    }
    if (action === 15) {
      return this.#record(tab, cairn, 'moveTask', { taskId, listId: chance.below(2) ? list.id : null, order: 'a1' });
    }
    if (action <= 18) return this.#settle(tab, cairn);
    if (action <= 21) return this.#takeBack(tab, cairn);
    if (action === 22) {
      const policy = chance.pick(POLICIES);
      const field = chance.pick(['title', 'priority']);
      const settingsId = this.#owner.id;
      await this.#record(tab, cairn, 'choosePolicy', { settingsId, entityType: 'Task', field, policy });
      return this.#context.counters.count('policy chosen');
    }
    if (action === 23 || !knows('continueTask')) {
      return this.#record(tab, cairn, 'retitleTask', { taskId, title: words });
    }
    if (action <= 25) return this.#completeRound(tab, cairn, task);
    if (action === 26) return this.#plan(tab, cairn, task);
    const settingsId = this.#owner.id;
    return chance.below(2)
      ? this.#record(tab, cairn, 'setWeekStart', { settingsId, weekStart: chance.below(7) })
      : this.#record(tab, cairn, 'setTimeZone', { settingsId, timeZone: chance.pick(['Europe/Berlin', null]) });
  }

  /** Completes a repeating task and makes its next round, on a day that another device may see otherwise. */
  async #completeRound(tab: Tab, cairn: Open, task: Entity): Promise<void> {
    const { chance, counters } = this.#context;
    const taskId = task.id;
    if (task.fields.repeat === null) {
      const repeat = { rule: 'FREQ=DAILY;INTERVAL=2', from: chance.pick(REPEATS_FROM) };
      return this.#record(tab, cairn, 'setTaskRepeat', { taskId, repeat });
    }
    const find = (id: string) => cairn.entity({ type: 'Task', id });
    const parts = this.#ids.Task.map(find).filter(
      (part) => part !== undefined && ancestorsOf(part, find).some(({ id }) => id === taskId),
    );
    const rounds = continuationsOf(task, parts as readonly Entity[], `2026-11-${20 + chance.below(5)}`);
    await this.#record(tab, cairn, 'completeTask', { taskId });
    for (const round of rounds) {
      if (find(round.roundOf) === undefined) return;
      await this.#record(tab, cairn, 'continueTask', round);
      const { Task } = this.#ids;
      if (Task.length < TASKS * 2 && !Task.includes(round.taskId)) Task.push(round.taskId);
      counters.count('round made');
    }
  }

  async #plan(tab: Tab, cairn: Open, { id: taskId }: Entity): Promise<void> {
    const { chance } = this.#context;
    const parentId = chance.pick([null, ...this.#ids.Task]);
    const what = chance.below(3);
    if (what === 0) {
      const remindAt = chance.pick([null, '2026-11-20T09:00', '2026-11-21T09:00']);
      return this.#record(tab, cairn, 'setTaskReminder', { taskId, remindAt });
    }
    if (what === 1 && parentId !== taskId && (parentId === null || cairn.entity({ type: 'Task', id: parentId }))) {
      return this.#record(tab, cairn, 'moveTask', { taskId, parentId });
    }
    const due = chance.pick([null, '2026-11-20', '2026-11-21T17:00']);
    return this.#record(tab, cairn, 'scheduleTask', { taskId, due, someday: chance.below(2) === 0 });
  }

  /** What waits for the person: an event that was rejected is written anew, or given up. */
  settleParked(tab: Tab, { gives }: { readonly gives: 'up' | 'up or again' }): void {
    const { cairn } = tab;
    const settling = this.#settling.get(tab) ?? new Set();
    this.#settling.set(tab, settling);
    const parked = cairn?.parked.get().find(({ sequence }) => !settling.has(sequence));
    if (!cairn || !parked) return;
    settling.add(parked.sequence);
    const { chance, counters } = this.#context;
    const isAgain = gives === 'up or again' && chance.below(2) === 0;
    this.#ledger.letGo(parked.input.event.id);
    counters.count(isAgain ? 'retried by the person' : 'discarded by the person');
    const done = isAgain ? cairn.retryParked(parked.sequence) : cairn.discardParked(parked.sequence);
    done.catch(() => undefined).finally(() => settling.delete(parked.sequence));
  }

  #pick(cairn: Open, type: 'Task' | 'Note' | 'List', count: number): Entity | undefined {
    const ids = this.#ids[type];
    // None, while there are too few: then one is made.
    if (ids.length < count && this.#context.chance.below(ids.length + 3) === 0) return undefined;
    const known = ids.map((id) => cairn.entity({ type, id })).filter((entity) => entity !== undefined);
    return known.length > 0 ? this.#context.chance.pick(known) : undefined;
  }

  async #create(
    tab: Tab,
    cairn: Open,
    type: 'Task' | 'Note' | 'List',
    mutation: Mutation,
    rest: object,
  ): Promise<void> {
    const id = cairn.newId();
    this.#ids[type].push(id);
    await this.#record(tab, cairn, mutation, { [`${type.toLowerCase()}Id`]: id, ...rest } as never);
    if (type === 'Note') this.#ledger.typed(tab, id, 'begun');
  }

  async #record<M extends Mutation>(tab: Tab, cairn: Open, mutation: M, payload: Payloads[M]): Promise<void> {
    this.#drafts.delete(tab);
    const isByLink = this.#context.chance.below(3) === 0;
    const { eventId } = await (isByLink ? throughLink(cairn, mutation, payload) : cairn.record(mutation, payload));
    this.#ledger.saved(tab, eventId, mutation);
  }

  async #type(tab: Tab, cairn: Open, note: Entity): Promise<void> {
    const { chance, counters } = this.#context;
    const word = `w${(this.#said += 1)}`;
    const updates = note.fields.updates as readonly string[];
    const update = typeWord(updates, word, chance.below, chance.below(2 ** 31));
    await this.#record(tab, cairn, 'editNote', { noteId: note.id, update });
    this.#ledger.typed(tab, note.id, word);
    counters.count('word typed');
  }

  /** Goes on with the draft that there is, or begins one. */
  async #draft(tab: Tab, cairn: Open, note: Entity): Promise<void> {
    const { chance, counters } = this.#context;
    const open = this.#drafts.get(tab);
    const noteId = open?.noteId ?? note.id;
    const updates = cairn.entity({ type: 'Note', id: noteId })?.fields.updates as readonly string[] | undefined;
    if (!updates) return;
    if (open && chance.below(4) === 0) {
      this.#drafts.delete(tab);
      return open.draft.seal();
    }
    const word = `w${(this.#said += 1)}`;
    const typed = typeWord(updates, word, chance.below, chance.below(2 ** 31));
    if (!open) {
      const draft = await cairn.draft('editNote', { noteId, update: typed });
      this.#drafts.set(tab, { draft, noteId, update: typed });
      return this.#ledger.typed(tab, noteId, word);
    }
    const update = toBase64(joinUpdates([open.update, typed].map(fromBase64)));
    if (!(await open.draft.amend({ noteId, update }))) return void this.#drafts.delete(tab);
    if (this.#drafts.get(tab) === open) this.#drafts.set(tab, { ...open, update });
    this.#ledger.typed(tab, noteId, word);
    counters.count('draft amended');
  }

  async #settle(tab: Tab, cairn: Open): Promise<void> {
    const { chance, counters } = this.#context;
    const refs = (['Task', 'Note', 'List'] as const).flatMap((type) => this.#ids[type].map((id) => ({ type, id })));
    for (const ref of refs) {
      const entity = cairn.entity(ref);
      if (!entity) continue;
      const [conflict] = openConflicts(entity);
      if (!conflict) continue;
      const choice = chance.pick(['MINE', 'THEIRS'] as const);
      const key = `${entity.type.toLowerCase()}Id`;
      const mutation = `settle${entity.type}Conflict` as 'settleTaskConflict';
      await this.#record(tab, cairn, mutation, { [key]: entity.id, conflictId: conflict.id, choice } as never);
      return counters.count('settled');
    }
  }

  async #takeBack(tab: Tab, cairn: Open): Promise<void> {
    const { chance, counters } = this.#context;
    this.#drafts.delete(tab);
    if (await cairn.undo()) counters.count('undone');
    if (chance.below(2) === 0 && (await cairn.redo())) counters.count('redone');
  }
}

const documents = new Map<string, ReturnType<typeof parse>>();

/** As a screen does it: the mutation goes through Apollo's link, which answers once the event is durable. */
async function throughLink(cairn: Open, mutation: string, input: object): Promise<{ readonly eventId: string }> {
  const type = `${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`;
  const document =
    documents.get(mutation) ?? parse(`mutation ($input: ${type}!) { ${mutation}(input: $input) { eventId } }`);
  documents.set(mutation, document);
  const { data, error } = await cairn.client.mutate<Record<string, { readonly eventId: string }>>({
    mutation: document,
    variables: { input },
    fetchPolicy: 'no-cache',
  });
  if (error) throw error;
  return data![mutation]!;
}

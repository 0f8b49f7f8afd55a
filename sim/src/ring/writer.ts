import type { Cairn } from '@cairn/client';
import { openConflicts, Refusal, type Entity, type Mutation, type Payloads } from '@cairn/domain';
import type { Random } from '../random.ts';
import { typeWord } from '../typing.ts';
import type { JournalLine } from './journal.ts';

/** Few things at a time, so that devices meet on them; new ones now and then, so that none grows for ever. */
const TASKS = 6;
const NOTES = 2;
const TAGS = ['new', 'home', 'shop'];
const POLICIES = ['ask', 'server-wins', 'client-wins', 'last-writer-wins'];

export interface WriterOptions {
  readonly cairn: Cairn<Payloads>;
  readonly accountId: string;
  readonly random: Random;
  /** Told apart from all other words of the run. */
  readonly newWord: () => string;
  readonly note: (line: JournalLine) => void;
}

/** A person at a device of the ring. */
export class Writer {
  readonly #options: WriterOptions;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  /** Does one thing; resolves when it is saved. */
  async act(): Promise<void> {
    try {
      await this.#act();
    } catch (error) {
      // Refused, so nothing was written: another device has changed meanwhile what this was about.
      if (!Refusal.is(error)) throw error;
    }
  }

  async #act(): Promise<void> {
    const { random, newWord, accountId, cairn } = this.#options;
    const task = this.#pick('tasks', 'Task', TASKS);
    const note = this.#pick('notes', 'Note', NOTES);
    const action = random.below(26);
    if (!task || action === 0) {
      const payload = { taskId: cairn.newId(), title: newWord(), order: 'a0', tags: ['new'] };
      return this.#record('createTask', payload);
    }
    if (!note || action === 1) {
      const noteId = cairn.newId();
      const word = newWord();
      await this.#record('createNote', { noteId, title: word, body: `${word} ` });
      return this.#options.note({ kind: 'word', noteId, word });
    }
    const taskId = task.id;
    if (action <= 5) return this.#record('retitleTask', { taskId, title: newWord() });
    if (action === 6) return this.#record('scheduleTask', { taskId, due: `2026-12-${10 + random.below(20)}` });
    if (action === 7) return this.#record('describeTask', { taskId, description: `first\n${newWord()}\nlast` });
    if (action <= 9) return this.#record('prioritizeTask', { taskId, priority: random.below(4) });
    if (action <= 11) return this.#record(random.below(2) ? 'completeTask' : 'reopenTask', { taskId });
    if (action === 12) return this.#record(random.below(2) ? 'deleteTask' : 'restoreTask', { taskId });
    if (action <= 14)
      return this.#record(random.below(2) ? 'tagTask' : 'untagTask', { taskId, tags: [random.pick(TAGS)] });
    if (action <= 18) return this.#type(note);
    if (action <= 20) return this.#settle();
    if (action <= 23) return this.#takeBack();
    const field = random.pick(['title', 'priority']);
    const policy = random.pick(POLICIES);
    return this.#record('choosePolicy', { settingsId: accountId, entityType: 'Task', field, policy });
  }

  /** One of the newest. */
  #pick(index: string, type: string, count: number): Entity | undefined {
    const { cairn, random } = this.#options;
    const ids = cairn.index(index, 'all').get().slice(-count);
    return ids.length === 0 ? undefined : cairn.entity({ type, id: random.pick(ids) });
  }

  async #record<M extends Mutation>(mutation: M, payload: Payloads[M]): Promise<void> {
    await this.#options.cairn.record(mutation, payload);
  }

  async #type(note: Entity): Promise<void> {
    const { random, newWord } = this.#options;
    const word = newWord();
    const update = typeWord(note.fields.updates as readonly string[], word, (places) => random.below(places));
    await this.#record('editNote', { noteId: note.id, update });
    this.#options.note({ kind: 'word', noteId: note.id, word });
    this.#options.note({ kind: 'happened', what: 'typed' });
  }

  /** The first conflict that there is. */
  async #settle(): Promise<void> {
    const { cairn, random } = this.#options;
    for (const taskId of cairn.index('tasks', 'all').get().slice(-TASKS)) {
      const task = cairn.entity({ type: 'Task', id: taskId });
      const [conflict] = task ? openConflicts(task) : [];
      if (!conflict) continue;
      const choice = random.pick(['MINE', 'THEIRS'] as const);
      return this.#record('settleTaskConflict', { taskId, conflictId: conflict.id, choice });
    }
  }

  async #takeBack(): Promise<void> {
    const { cairn, random, note } = this.#options;
    if ((await cairn.undo())?.isGone === false) note({ kind: 'happened', what: 'undone' });
    if (random.below(2) === 0 && (await cairn.redo())?.isGone === false) note({ kind: 'happened', what: 'redone' });
  }
}

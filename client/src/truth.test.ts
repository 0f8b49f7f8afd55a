import type { Cairn } from './cairn.ts';
import { memoryStorage, type ClientStorage } from './client-storage.ts';
import { memoryBucketStore } from './cache/bucket-store.ts';
import type { Channel, Environment } from './environment/environment.ts';
import { openCairn } from './open-cairn.ts';
import { MemoryOutbox, memoryOutboxStore } from './outbox/memory-outbox-store.ts';
import type { SyncEvent } from './sync/sync-event.ts';
import { ManualTime, settled } from './testing/manual-time.ts';
import { testApp } from './testing/test-app.ts';
import type { Payloads } from '@cairn/domain';

// The whole client on manual time: what it says of itself, and what it does when what it relies on stands still.

const uuid = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;

interface Batch {
  readonly events: readonly Readonly<Record<string, { readonly event: { readonly id: string } }>>[];
}
type Answer = (batch: Batch) => Promise<object>;

const receipt = (status: string, code: string | null = null, position: number | null = null) => ({
  __typename: 'Receipt',
  eventId: null,
  status,
  code,
  message: code,
  version: null,
  position,
  epoch: 'e1',
  resent: false,
  clockClamped: false,
  entity: null,
});
const answered = (receipts: readonly object[]) => ({ data: { replayEvents: receipts } });
const applied: Answer = async ({ events }) =>
  answered(events.map((_event, index) => receipt('APPLIED', null, index + 1)));

/** A profile with one tab, or more that share its storage, on a road that answers as the test says. */
class Profile {
  readonly time = new ManualTime();
  readonly memory = new MemoryOutbox();
  readonly journal = new Map<string, string>();
  readonly traces: string[] = [];
  answer: Answer = applied;
  /** Of the road for everything else. */
  isUp = true;
  /** Events are not answered for now. */
  isHeld = false;
  /** Requests with more events than this are too large. */
  atOnce = 1_000;
  #random = 0;
  #disk = Promise.resolve();
  readonly #ports = new Set<{ name: string; listeners: Set<(message: unknown) => void> }>();

  open(change: Partial<ClientStorage> = {}): Promise<Cairn<Payloads>> {
    const outbox = memoryOutboxStore(this.memory);
    return openCairn<Payloads>({
      app: testApp,
      identity: { accountId: uuid(1), deviceId: uuid(2) },
      url: 'http://server/graphql',
      webSocketUrl: 'ws://server/graphql',
      environment: this.#environment(),
      storage: memoryStorage({
        outbox: { ...outbox, append: (makers) => this.#disk.then(() => outbox.append(makers)) },
        journal: memoryBucketStore(this.journal),
        ...change,
      }),
    });
  }

  /** From now on nothing is durable before `write`. */
  slowDisk(): { write(): void } {
    let write!: () => void;
    this.#disk = new Promise<void>((resolve) => (write = resolve));
    return { write };
  }

  /** Lets timers of up to `ms` run, and everything that follows from them. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      await this.time.advance(Math.min(250, left));
      // Apollo's link reads a response over macrotasks.
      await new Promise((resolve) => setImmediate(resolve));
      await settled();
    }
  }

  #environment(): Environment {
    return {
      now: this.time.now,
      schedule: this.time.schedule,
      random: (bytes) => new Uint8Array(bytes).fill((this.#random += 1) % 251).fill(this.#random >> 8, 0, 2),
      fetch: (_input, init) => this.#fetch(init),
      webSocket: class {
        close() {}
      },
      locks: { request: (_name, _signal, work) => work(), owner: async () => 'the tab' },
      channel: (name) => this.#channel(name),
      signals: { isOnline: () => true, subscribe: () => () => {} },
    };
  }

  async #fetch(init: RequestInit | undefined): Promise<Response> {
    const { operationName, variables } = JSON.parse(init!.body as string) as {
      operationName: string;
      variables: Batch;
    };
    if (operationName === 'replayEvents') {
      this.traces.push(new Headers(init!.headers).get('traceparent') ?? '');
      if (this.isHeld) throw new TypeError('Failed to fetch');
      if (variables.events.length > this.atOnce) {
        return Response.json({ errors: [{ message: '', extensions: { code: 'BATCH_TOO_LARGE' } }] });
      }
      const answer = await this.answer(variables);
      return answer instanceof Response ? answer : Response.json(answer);
    }
    if (!this.isUp) throw new TypeError('Failed to fetch');
    return Response.json({
      data: { changes: { __typename: 'ChangePage', changes: [], cursor: 'c', epoch: 'e1', hasMore: false, head: 0 } },
    });
  }

  #channel(name: string): Channel {
    const port = { name, listeners: new Set<(message: unknown) => void>() };
    this.#ports.add(port);
    return {
      post: (message) => {
        for (const other of this.#ports) {
          if (other === port || other.name !== name) continue;
          for (const listener of other.listeners) listener(structuredClone(message));
        }
      },
      subscribe(listener) {
        port.listeners.add(listener);
        return () => port.listeners.delete(listener);
      },
      close: () => this.#ports.delete(port),
    };
  }
}

const task = (n: number) => ({ taskId: uuid(100 + n), title: `task ${n}`, order: 'a0' });
const ref = (n: number) => ({ type: 'Task', id: uuid(100 + n) });

let profile: Profile;
let cairn: Cairn<Payloads>;
let heard: SyncEvent[];

async function open(): Promise<void> {
  cairn = await profile.open();
  heard = [];
  cairn.sync.events.subscribe((event) => heard.push(event));
}

beforeEach(async () => {
  profile = new Profile();
  await open();
});

afterEach(async () => {
  const closed = cairn.close();
  await profile.pass(1_000);
  await closed;
});

test('[O6] one event is followed from the outbox to the log, under the trace that the server was given', async () => {
  await cairn.record('createTask', task(1));
  expect(cairn.statusOf(ref(1)).get()).toMatchObject({ state: 'saved', pending: 1 });
  expect(cairn.sync.queue.get()).toMatchObject([{ mutation: 'createTask', entity: ref(1), state: 'waiting' }]);
  await profile.pass(500);
  expect(cairn.statusOf(ref(1)).get()).toEqual({ state: 'on-server', pending: 0 });
  expect(cairn.sync.queue.get()).toEqual([]);
  const way = heard.filter(({ type }) => type !== 'road' && type !== 'leader');
  expect(way.map(({ type }) => type)).toEqual(['queued', 'sent', 'answered']);
  const [, sent, answer] = way as [SyncEvent, SyncEvent & { trace: string }, SyncEvent & { trace: string }];
  expect(answer).toMatchObject({ outcome: 'applied', position: 1, epoch: 'e1', entity: ref(1), trace: sent.trace });
  expect(profile.traces).toEqual([expect.stringMatching(`^00-${sent.trace}-[0-9a-f]{16}-01$`)]);
  expect(cairn.sync.record.get()).toMatchObject({
    counters: { queued: 1, pushed: 1, attempts: 1, failed: 0 },
    receipts: [{ mutation: 'createTask', position: 1 }],
  });
});

test('[O6] [L1] a send that never ends is told, and made anew until it is answered', async () => {
  // Takes no notice of being given up, as a stuck socket does.
  profile.answer = () => new Promise(() => {});
  await cairn.record('createTask', task(1));
  await profile.pass(1_000);
  expect(cairn.statusOf(ref(1)).get()).toMatchObject({ state: 'sending' });
  expect(cairn.status.get()).toMatchObject({ road: 'open', pending: 1, sending: true });
  await profile.pass(120_000);
  // Each attempt has ended by its own time, or by the watchdog's.
  expect(cairn.status.get()).toMatchObject({ pending: 1, lastError: 'NETWORK' });
  expect(profile.traces.length).toBeGreaterThan(2);
  profile.answer = applied;
  await profile.pass(120_000);
  expect(cairn.status.get()).toMatchObject({ pending: 0, road: 'open', stalledSince: undefined });
  expect(new Set(profile.traces).size).toBe(profile.traces.length);
});

test('[O6] [L1] storage that holds up what is answered is told as a queue that stands still', async () => {
  const stuck: { go?: () => void } = {};
  const closed = cairn.close();
  await profile.pass(1_000);
  await closed;
  const store = memoryOutboxStore(profile.memory);
  cairn = await profile.open({
    outbox: {
      ...store,
      async remove(sequences) {
        await new Promise<void>((resolve) => (stuck.go = resolve));
        return store.remove(sequences);
      },
    },
  });
  const seen: (string | undefined)[] = [];
  cairn.status.subscribe(() => seen.push(cairn.status.get().stalledSince));
  await cairn.record('createTask', task(1));
  await profile.pass(1_000);
  await cairn.record('createTask', task(2));
  await profile.pass(90_000);
  expect(cairn.status.get()).toMatchObject({ pending: 1, stalledSince: expect.any(String) });
  stuck.go!();
  await profile.pass(500);
  stuck.go!();
  await profile.pass(20_000);
  expect(cairn.status.get()).toMatchObject({ pending: 0, stalledSince: undefined });
});

test('[fault F25] [O3] a captive portal is no answer: it waits, says why, and loses nothing', async () => {
  profile.answer = async () =>
    new Response('<html>Accept our terms</html>', { headers: { 'content-type': 'text/html' } });
  await cairn.record('createTask', task(1));
  await profile.pass(3_000);
  expect(cairn.status.get()).toMatchObject({ pending: 1, lastError: 'NOT_GRAPHQL', retryAt: expect.any(String) });
  expect(heard.filter(({ type }) => type === 'failed').length).toBeGreaterThan(0);
  expect(cairn.sync.record.get().lastFailure).toMatchObject({ code: 'NOT_GRAPHQL' });
  profile.answer = applied;
  await profile.pass(10_000);
  expect(cairn.sync.record.get().counters).toMatchObject({ pushed: 1, retried: expect.any(Number) });
  expect(cairn.sync.record.get().counters.retried).toBeGreaterThan(0);
});

test('[O4] a refused event is shown, edited, discarded and taken back, and exported, by the person alone', async () => {
  profile.answer = async ({ events }) => answered(events.map(() => receipt('REJECTED', 'VALUE_INVALID')));
  await cairn.record('createTask', task(1));
  await cairn.record('createTask', task(2));
  await profile.pass(500);
  expect(cairn.statusOf(ref(1)).get()).toMatchObject({ state: 'parked', code: 'VALUE_INVALID', pending: 0 });
  const [first, second] = cairn.parked.get();

  // What it is made into is checked before anything is given up.
  await expect(cairn.editParked(first!.sequence, { ...task(1), title: 'x'.repeat(501) })).rejects.toThrow();
  expect(cairn.parked.get()).toHaveLength(2);

  const file = JSON.parse(await cairn.exportUnsent([second!.sequence])) as { events: unknown[] };
  expect(file).toMatchObject({ format: 'cairn-unsent', version: 1, deviceId: uuid(2) });
  expect(file.events).toMatchObject([
    { mutation: 'createTask', input: { title: 'task 2' }, rejection: { code: 'VALUE_INVALID' } },
  ]);

  const takeBack = await cairn.discardParked(second!.sequence);
  expect(cairn.parked.get()).toHaveLength(1);
  expect(profile.memory.entries.size).toBe(1);
  await takeBack!();
  expect(cairn.parked.get().map(({ sequence }) => sequence)).toEqual([first!.sequence, second!.sequence]);
  expect(profile.memory.entries.size).toBe(2);
  expect(await cairn.discardParked(999)).toBeUndefined();

  profile.answer = applied;
  await cairn.editParked(first!.sequence, { ...task(1), title: 'edited' });
  await profile.pass(500);
  expect(cairn.parked.get()).toHaveLength(1);
  expect(cairn.statusOf(ref(1)).get().state).toBe('on-server');
  expect(heard.map(({ type }) => type)).toEqual(
    expect.arrayContaining(['exported', 'discarded', 'restored', 'rewritten', 'answered']),
  );
});

test('[S13] while the disk writes, the entity and the whole are being saved, and neither is said to be', async () => {
  await cairn.record('createTask', task(1));
  const disk = profile.slowDisk();
  const recorded = cairn.record('retitleTask', { taskId: ref(1).id, title: 'Oat milk' });
  await settled();
  expect(cairn.status.get()).toMatchObject({ saving: 1, pending: 1 });
  expect(cairn.statusOf(ref(1)).get()).toEqual({ state: 'saving', pending: 1 });
  expect(cairn.entity(ref(1))!.fields.title).toBe('task 1');
  disk.write();
  await recorded;
  expect(cairn.status.get()).toMatchObject({ saving: 0, pending: 2 });
  expect(cairn.statusOf(ref(1)).get()).toMatchObject({ state: 'saved', pending: 2 });
});

test('[S13] [O3] a task is on its list while the disk writes it, and what is done to it meanwhile comes after it', async () => {
  const shown = cairn.screen.index('open', 'inbox');
  const saved = cairn.index('open', 'inbox');
  const seen: (readonly string[])[] = [];
  // As `useSyncExternalStore` has it: without what it is a member of.
  const { subscribe, get } = shown;
  subscribe(() => seen.push(get()));
  profile.isUp = false;
  await cairn.record('createTask', { ...task(1), order: 'a2' });
  const disk = profile.slowDisk();
  const creating = cairn.record('createTask', { ...task(2), order: 'a1' });
  const completing = cairn.record('completeTask', { taskId: ref(1).id });
  const retitling = cairn.record('retitleTask', { taskId: ref(2).id, title: 'later' });
  await settled();
  expect([shown.get(), saved.get()]).toEqual([[ref(2).id, ref(1).id], [ref(1).id]]);
  expect([cairn.screen.entity(ref(2))!.fields.title, cairn.entity(ref(2))]).toEqual(['task 2', undefined]);
  expect(cairn.statusOf(ref(2)).get().state).toBe('saving');
  disk.write();
  await Promise.all([creating, completing, retitling]);
  expect(cairn.entity(ref(2))!.fields.title).toBe('later');
  expect([shown.get(), saved.get()]).toEqual([[ref(2).id], [ref(2).id]]);
  // Never without it in between, not even for a moment: its row would be made anew.
  const first = seen.findIndex((ids) => ids.includes(ref(2).id));
  expect(seen.slice(first).every((ids) => ids.includes(ref(2).id))).toBe(true);
});

test('[S13] [O8] a draft about something that the disk still writes waits for it', async () => {
  profile.isUp = false;
  const disk = profile.slowDisk();
  const creating = cairn.record('createTask', task(1));
  const beginning = cairn.draft('retitleTask', { taskId: ref(1).id, title: 'typed at once' });
  await settled();
  expect(cairn.screen.entity(ref(1))!.fields.title).toBe('task 1');
  disk.write();
  await creating;
  await beginning;
  expect(cairn.entity(ref(1))!.fields.title).toBe('typed at once');
});

test('[O6] what waits behind a refused creation is told as held back, and what waits behind that', async () => {
  const listId = uuid(200);
  profile.isHeld = true;
  await cairn.record('createList', { listId, name: 'Garden', color: 'green', order: 'a0' });
  await cairn.record('createTask', { ...task(1), listId });
  await cairn.record('createTask', task(2));
  await cairn.record('completeTask', { taskId: ref(1).id });
  profile.answer = async ({ events }) =>
    answered(
      events.map((event) => ('createList' in event ? receipt('REJECTED', 'VALUE_INVALID') : receipt('APPLIED'))),
    );
  profile.atOnce = 1;
  profile.isHeld = false;
  await profile.pass(61_000);
  expect(cairn.sync.queue.get().map(({ mutation, state }) => [mutation, state])).toEqual([
    ['createTask', 'held-back'],
    ['completeTask', 'held-back'],
  ]);
  expect(cairn.status.get()).toMatchObject({ pending: 2, parked: 1, stalledSince: undefined });
});

test('[O6] counters, receipts and the last day are there again after a restart', async () => {
  await cairn.record('createTask', task(1));
  await profile.pass(500);
  const before = cairn.sync.record.get();
  const closed = cairn.close();
  await profile.pass(1_000);
  await closed;
  await open();
  await profile.pass(500);
  expect(cairn.sync.record.get()).toMatchObject({ counters: before.counters, receipts: before.receipts });
});

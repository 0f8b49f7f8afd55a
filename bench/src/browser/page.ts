import { InMemoryCache } from '@apollo/client';
import { registry, type Entity } from '@cairn/domain';
import { CachePersistor, LocalForageWrapper } from 'apollo3-cache-persist';
import localforage from 'localforage';
import { ApolloView, cacheId, createApolloCache, toObject } from '../../../client/src/cache/apollo-view.ts';
import { ConfirmedStore } from '../../../client/src/cache/confirmed-store.ts';
import { LocalIndex } from '../../../client/src/cache/local-index.ts';
import { View } from '../../../client/src/cache/view.ts';
import { browserEnvironment } from '../../../client/src/environment/browser.ts';
import { memoryOutboxStore } from '../../../client/src/outbox/memory-outbox-store.ts';
import { Outbox } from '../../../client/src/outbox/outbox.ts';
import type { OutboxEntry } from '../../../client/src/outbox/outbox-entry.ts';
import { browserStorage } from '../../../client/src/storage/browser-storage.ts';
import { testApp } from '../../../client/src/testing/test-app.ts';

// Runs in Chromium: what the client does to show and to store one change, and what people would use instead.

const DEVICE = '01900000-0000-7000-8000-00000000dddd';
const ACCOUNT = '01900000-0000-7000-8000-00000000acc0';
const ELSEWHERE = '01900000-0000-7000-8000-00000000eeee';
const id = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const clock = (n: number) => `2026-11-20T09:00:00.${String(n % 1_000).padStart(3, '0')}Z-0000`;

function task(n: number, version = 1): Entity {
  return {
    type: 'Task',
    id: id(n),
    version,
    position: n + 1,
    fields: {
      title: `Task number ${n}, version ${version}`,
      description: n % 3 === 0 ? 'A few words about what there is to do, and why' : '',
      listId: null,
      order: `a${n.toString(36).padStart(6, '0')}`,
      start: null,
      due: n % 5 === 0 ? '2026-12-01' : null,
      priority: n % 4,
      tags: n % 7 === 0 ? ['home'] : [],
      completedAt: null,
      createdAt: '2026-11-20T09:00:00.000Z',
      deletedAt: null,
    },
    writers: {
      title: { version, clock: clock(n), device: DEVICE, sequence: n + 1, parent: version - 1 },
      order: { version: 1, clock: clock(n), device: DEVICE, sequence: n + 1, parent: 0 },
    },
    seen: { [ELSEWHERE]: { clock: clock(n), sequence: n + 1 } },
    conflicts: {},
  };
}

const retitle = (sequence: number, n: number, title: string): OutboxEntry => ({
  sequence,
  mutation: 'retitleTask',
  input: {
    event: { id: id(0x100000 + sequence), parentVersion: 1, sequence, occurredAt: clock(sequence) },
    taskId: id(n),
    title,
  },
});

function replica(count: number) {
  const outbox = new Outbox(memoryOutboxStore(), registry);
  const view = new View({ outbox, registry, identity: { accountId: ACCOUNT, deviceId: DEVICE } });
  view.step({ confirm: Array.from({ length: count }, (_, n) => task(n)) });
  return { outbox, view };
}

async function timed(times: number, once: (n: number) => Promise<void> | void): Promise<number[]> {
  const taken: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const started = performance.now();
    await once(n);
    taken.push(performance.now() - started);
  }
  return taken;
}

const rowFragment = new ApolloView(new InMemoryCache(), registry).fragmentOf('Task');

/** Fifty mounted rows, as `useFragment` mounts them. */
function mountRows(cache: InMemoryCache): { seen: number } {
  const rows = { seen: 0 };
  for (let n = 0; n < 50; n += 1) {
    cache
      .watchFragment({ fragment: rowFragment, from: { __typename: 'Task', id: id(n) } })
      .subscribe(() => (rows.seen += 1));
  }
  return rows;
}

const storage = (name: string, isSealed: boolean) =>
  browserStorage(`bench-${name}`, browserEnvironment(), { subtle: isSealed ? crypto.subtle : undefined });

const bench = {
  /** Milliseconds to show one more change, and to take one receipt in, with `pending` waiting over `count` entities. */
  async showOurs(count: number, pending: number): Promise<{ show: number[]; settle: number[] }> {
    const { view } = replica(count);
    const cache = createApolloCache(registry);
    const apolloView = new ApolloView(cache, registry);
    apolloView.load(view.entities());
    const indexes = testApp.indexes.map((definition) => new LocalIndex(definition));
    indexes.forEach((index) => {
      index.load(() => view.entities());
      index.ids('inbox').subscribe(() => undefined);
    });
    view.subscribe((changes) => {
      indexes.forEach((index) => index.update(changes));
      apolloView.update(changes);
    });
    mountRows(cache);
    view.step({ hold: Array.from({ length: pending }, (_, n) => retitle(n + 1, n % count, `pending ${n}`)) });
    const show = await timed(200, (n) => {
      view.step({ hold: [retitle(pending + n + 1, n % 50, `changed ${n}`)] });
    });
    const settle = await timed(50, (n) => {
      view.step({ confirm: [task(n, 2)], forget: [n + 1] });
    });
    return { show, settle };
  },

  /** The same with Apollo's optimistic layers, one for each pending change. */
  async showLayers(count: number, pending: number): Promise<{ show: number[]; settle: number[] }> {
    const cache = new InMemoryCache();
    cache.restore(Object.fromEntries(Array.from({ length: count }, (_, n) => [cacheId(task(n)), toObject(task(n))])));
    mountRows(cache);
    const write = (inner: Pick<InMemoryCache, 'writeFragment'>, n: number, version: number) =>
      inner.writeFragment({ id: `Task:${id(n)}`, fragment: rowFragment, data: toObject(task(n, version)) });
    const add = (layer: number, n: number) =>
      cache.recordOptimisticTransaction((inner) => void write(inner as InMemoryCache, n, layer + 2), String(layer));
    for (let layer = 0; layer < pending; layer += 1) add(layer, layer % count);
    const show = await timed(20, (n) => add(pending + n, n % 50));
    const settle = await timed(10, (n) => {
      cache.batch({ update: (inner) => void write(inner as InMemoryCache, n, 2), removeOptimistic: String(n) });
    });
    return { show, settle };
  },

  /** Milliseconds to store one change of `count` entities, and to read all of them in at the start. */
  async storeOurs(count: number, isSealed: boolean): Promise<{ store: number[]; load: number[] }> {
    const { view } = replica(count);
    const open = () => storage(`store-${count}-${isSealed}`, isSealed);
    let position = 0;
    const cacheOf = async () =>
      new ConfirmedStore({
        store: (await open()).buckets,
        view,
        registry,
        environment: browserEnvironment(),
        place: () => ({ cursor: `cursor-${position}` }),
        mayWrite: async () => true,
      });
    const confirmed = await cacheOf();
    confirmed.lead(await confirmed.load());
    await confirmed.flush();
    const store = await timed(30, async (n) => {
      position += 1;
      confirmed.changed(view.step({ confirm: [task((n * 97) % count, n + 2)] }));
      await confirmed.flush();
    });
    const load = await timed(9, async () => {
      if ((await (await cacheOf()).load()).entities.length !== count) throw new Error('not all is there');
    });
    await confirmed.destroy();
    return { store, load };
  },

  /** Milliseconds until an event is durable, one after the other, and to read `count` of them in at the start. */
  async outbox(count: number, isSealed: boolean): Promise<{ append: number[]; load: number[] }> {
    const open = () => storage(`outbox-${isSealed}`, isSealed);
    const { outbox } = await open();
    const make = (counter: { sequence: number }) => retitle(counter.sequence + 1, counter.sequence % 1_000, 'changed');
    const append = await timed(200, async () => void (await outbox.append([make])));
    for (let held = 200; held < count; held += 400) await outbox.append(Array.from({ length: 400 }, () => make));
    const load = await timed(9, async () => {
      if ((await (await open()).outbox.load()).entries.length < count) throw new Error('not all is there');
    });
    await outbox.destroy();
    return { append, load };
  },

  /** The same with apollo3-cache-persist as it comes, on localforage. */
  async storeWhole(count: number): Promise<number[]> {
    const cache = new InMemoryCache();
    cache.restore(Object.fromEntries(Array.from({ length: count }, (_, n) => [cacheId(task(n)), toObject(task(n))])));
    const storage = localforage.createInstance({ name: `bench-whole-${count}`, driver: localforage.INDEXEDDB });
    const persistor = new CachePersistor({
      cache: cache as never,
      storage: new LocalForageWrapper(storage) as never,
      maxSize: false,
      trigger: false,
    });
    await persistor.persist();
    const taken = await timed(10, async (n) => {
      const changed = task((n * 97) % count, n + 2);
      cache.writeFragment({ id: cacheId(changed), fragment: rowFragment, data: toObject(changed) });
      await persistor.persist();
    });
    await persistor.purge();
    return taken;
  },
};

export type PageBench = typeof bench;
(globalThis as unknown as { bench: PageBench }).bench = bench;

import { createRegistry, emptyEntity, list, registry, type Entity } from '@cairn/domain';
import { TEST_ACCOUNT } from '@cairn/domain/testing';
import type { Environment } from '../environment/environment.ts';
import { memoryOutboxStore } from '../outbox/memory-outbox-store.ts';
import { Outbox } from '../outbox/outbox.ts';
import { ManualTime } from '../testing/manual-time.ts';
import { StorageError } from '../storage-error.ts';
import { memoryBucketStore, type BucketStore } from './bucket-store.ts';
import { ConfirmedStore } from './confirmed-store.ts';
import { View } from './view.ts';

const task = (n: number, version = 1): Entity => ({
  type: 'Task',
  id: `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`,
  version,
  position: n,
  fields: { title: `task ${n} v${version}` },
  writers: {},
  seen: {},
  conflicts: {},
});

async function rig(store: BucketStore, known = registry) {
  const time = new ManualTime();
  const view = new View({
    outbox: new Outbox(memoryOutboxStore(), registry),
    registry,
    identity: { accountId: TEST_ACCOUNT, deviceId: 'A' },
  });
  const position = { cursor: null as string | null };
  const confirmed = new ConfirmedStore({
    store,
    view,
    registry: known,
    environment: { now: time.now, schedule: time.schedule } as unknown as Environment,
    place: () => position,
  });
  const stored = await confirmed.load();
  view.step({ confirm: stored.entities });
  confirmed.lead(stored);
  const take = (entities: readonly Entity[], cursor: string) => {
    position.cursor = cursor;
    confirmed.changed(view.step({ confirm: entities }));
  };
  return { time, view, confirmed, take };
}

/** Writes as they reach the disk. */
function recording(memory = new Map<string, string>()) {
  const writes: { key: string; size: number }[] = [];
  const inner = memoryBucketStore(memory);
  const store: BucketStore = {
    ...inner,
    async set(key, value) {
      writes.push({ key, size: value.length });
      await inner.set(key, value);
    },
  };
  return { store, writes, memory };
}

test('[C1] what was confirmed is there after a restart, with the cursor it stands for', async () => {
  const { store } = recording();
  const { confirmed, take } = await rig(store);
  take([task(1), task(2)], 'c2');
  await confirmed.flush();
  const { confirmed: again } = await rig(store);
  expect(await again.load()).toEqual({ entities: [task(1), task(2)], cursor: 'c2' });
});

test('[C4] storing one change costs the same at 50,000 entities as at 500', async () => {
  const sizes: number[] = [];
  for (const count of [500, 50_000]) {
    const { store, writes } = recording();
    const { confirmed, take } = await rig(store);
    take(
      Array.from({ length: count }, (_, n) => task(n)),
      'c1',
    );
    await confirmed.flush();
    writes.length = 0;
    take([task(7, 2)], 'c2');
    await confirmed.flush();
    expect(writes.map(({ key }) => key)).toEqual(['0', 'meta']);
    sizes.push(writes[0]!.size);
  }
  expect(sizes[1]! / sizes[0]!).toBeLessThan(1.1);
});

test('[C4] the cursor is stored after the entities it stands for', async () => {
  const { store, writes } = recording();
  const { confirmed, take } = await rig(store);
  take(
    Array.from({ length: 300 }, (_, n) => task(n)),
    'c1',
  );
  await confirmed.flush();
  expect(writes.at(-1)!.key).toBe('meta');
  expect(writes.filter(({ key }) => key === 'meta')).toHaveLength(1);
});

test('[C5] a write that fails is told, and made good by the next', async () => {
  const { store } = recording();
  let full = true;
  const failing: BucketStore = {
    ...store,
    async set(key, value) {
      if (full) throw Object.assign(new Error(), { name: 'QuotaExceededError' });
      await store.set(key, value);
    },
  };
  const { confirmed, take } = await rig(failing);
  const errors: string[] = [];
  confirmed.onError = ({ code }) => errors.push(code);
  take([task(1)], 'c1');
  await expect(confirmed.flush()).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  full = false;
  await confirmed.flush();
  expect(errors).toEqual(['STORAGE_FULL']);
  await expect((await rig(store)).confirmed.load()).resolves.toEqual({ entities: [task(1)], cursor: 'c1' });
});

test('[C4] steady changes are stored within a second, all the same', async () => {
  const { store, writes } = recording();
  const { time, take } = await rig(store);
  for (let n = 0; n < 30; n += 1) {
    take([task(n)], `c${n}`);
    await time.advance(50);
  }
  expect(writes.filter(({ key }) => key === 'meta').length).toBeGreaterThanOrEqual(1);
});

test('[O2] a tab that begins to lead keeps what the one before has stored', async () => {
  const { store, memory } = recording();
  const first = await rig(store);
  first.take([task(1), task(2)], 'c2');
  await first.confirmed.flush();
  const second = await rig(memoryBucketStore(memory));
  second.take([task(2, 2), task(3)], 'c4');
  await second.confirmed.flush();
  const { entities } = await (await rig(store)).confirmed.load();
  expect(entities.map(({ id, version }) => `${Number(id.slice(-3))}v${version}`).sort()).toEqual(['1v1', '2v2', '3v1']);
});

const smaller = createRegistry([{ ...list, entity: { ...list.entity, fields: { name: list.entity.fields.name! } } }], {
  settings: { type: 'Settings', field: 'policies' },
});

test('[E4] [C1] what a release stored that knew less is shown offline, completed, and loaded anew', async () => {
  const { store, memory } = recording();
  const { confirmed, take } = await rig(store, smaller);
  const home: Entity = { ...task(1), type: 'List', fields: { name: 'Home' } };
  take([home], 'c1');
  await confirmed.flush();
  const { entities, cursor, isOfOtherRelease } = await (await rig(store)).confirmed.load();
  expect(isOfOtherRelease).toBe(true);
  expect(entities).toEqual([{ ...home, fields: { ...emptyEntity(list.entity, '').fields, name: 'Home' } }]);
  expect(cursor).toBeNull();
  // Of a shape that nobody here knows, nothing is taken for something else.
  memory.set('meta', JSON.stringify({ format: '99 List(name)', cursor: 'c1' }));
  expect(await (await rig(store)).confirmed.load()).toEqual({ entities: [], cursor: null });
});

test('[E4] [C1] what only a newer release knows is passed over by an older one that stored after it', async () => {
  const { store } = recording();
  const home: Entity = { ...task(200), type: 'List', fields: { name: 'Home' } };
  const newer = await rig(store);
  newer.take([...Array.from({ length: 64 }, (_, n) => task(n)), home], 'c1');
  await newer.confirmed.flush();
  const older = await rig(store, smaller);
  older.take([{ ...home, version: 2 }], 'c2');
  await older.confirmed.flush();
  // The tasks are in a value that it had no reason to write; what says of which release all of it is, is its own now.
  const again = await rig(store, smaller);
  expect([...again.view.confirmedEntities()]).toEqual([{ ...home, version: 2 }]);
  again.take([{ ...home, version: 3 }], 'c3');
  await again.confirmed.flush();
  expect(await (await rig(store, smaller)).confirmed.load()).toMatchObject({
    entities: [{ version: 3 }],
    cursor: 'c3',
  });
});

test('[fault F51] [C1] a value that cannot be read costs what is in it until it was loaded again, and no more', async () => {
  const { store, memory } = recording();
  const first = await rig(store);
  first.take(
    Array.from({ length: 258 }, (_, n) => task(n)),
    'c1',
  );
  await first.confirmed.flush();
  memory.set('1', memory.get('1')!.slice(0, 100));
  const { confirmed } = await rig(store);
  const found = await confirmed.load();
  expect(found.entities.map(({ position }) => position)).toEqual([
    ...Array.from({ length: 128 }, (_, n) => n),
    256,
    257,
  ]);
  // Or what is missing would never be asked for.
  expect(found.cursor).toBeNull();
  confirmed.lead(found);
  // A crash now: the cursor was taken back before the value was written over.
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(JSON.parse(memory.get('meta')!)).toMatchObject({ cursor: null });
  expect(memory.get('1')).toBe('[]');
});

test('[fault F48] [C5] a tab whose cache another one gave up for room stores no half of one', async () => {
  const { store, writes } = recording();
  let isGone = false;
  const { confirmed, take } = await rig({
    ...store,
    set: (key, value) => (isGone ? Promise.reject(new StorageError('STORAGE_LOST', 'deleted')) : store.set(key, value)),
  });
  take([task(1)], 'c1');
  await confirmed.flush();
  isGone = true;
  take([task(2)], 'c2');
  await confirmed.flush();
  isGone = false;
  writes.length = 0;
  take([task(3)], 'c3');
  await confirmed.flush();
  expect(writes).toEqual([]);
});

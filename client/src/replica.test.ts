import { createRegistry, formatClock, list, registry, type Entity } from '@cairn/domain';
import type { Environment } from './environment/environment.ts';
import { toObject } from './cache/apollo-view.ts';
import { memoryOutboxStore } from './outbox/memory-outbox-store.ts';
import { Replica } from './replica.ts';
import { lacksEffectOf, settlementOf } from './settlement.ts';
import { ManualTime } from './testing/manual-time.ts';
import { testReceipt } from './testing/receipt.ts';
import { testApp } from './testing/test-app.ts';

const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const entity = (n: number, version: number): Entity => ({
  type: 'Task',
  id: id(n),
  version,
  position: version,
  fields: Object.fromEntries(Object.keys(registry.entity('Task').fields).map((name) => [name, null])),
  writers: {},
  seen: {},
  conflicts: {},
});
const page = (entities: readonly Entity[], cursor: string, hasMore: boolean, epoch = 'e1') => ({
  changes: entities.map(toObject) as unknown as Record<string, unknown>[],
  cursor,
  epoch,
  hasMore,
  head: 9,
});
const versionOf = (replica: Replica, n: number) => replica.view.get({ type: 'Task', id: id(n) })?.version;

let random = 0;
function rig(app = testApp, time = new ManualTime()): Replica {
  const environment = {
    now: time.now,
    schedule: time.schedule,
    random: (bytes: number) => new Uint8Array(bytes).fill((random += 1)),
  } as unknown as Environment;
  const replica = new Replica({
    app,
    identity: { accountId: 'account', deviceId: 'A' },
    environment,
    store: memoryOutboxStore(),
  });
  replica.load({ entities: [], cursor: null }, []);
  return replica;
}

test('[C2] in a load from the beginning, too, nothing older replaces what it has brought', () => {
  const replica = rig();
  replica.applyPage(page([entity(1, 5)], 'c1', true));
  replica.confirmStored({ entities: [entity(1, 3)], cursor: null });
  expect(versionOf(replica, 1)).toBe(5);
  replica.confirm([entity(1, 4)]);
  expect(versionOf(replica, 1)).toBe(5);
});

test('[C3] what a receipt confirms in the middle of a load from the beginning does not vanish at its end', () => {
  const replica = rig();
  replica.applyPage(page([entity(1, 1)], 'c1', true));
  replica.confirm([entity(2, 1)]);
  replica.applyPage(page([entity(3, 1)], 'c2', false));
  expect([1, 2, 3].map((n) => versionOf(replica, n))).toEqual([1, 1, 1]);
});

test('[fault F46] [F4] a log that began anew replaces higher versions, and what it does not hold is gone', () => {
  const replica = rig();
  replica.applyPage(page([entity(1, 9), entity(2, 9)], 'c9', false));
  replica.expire();
  expect(replica.durableCursor).toBeNull();
  replica.applyPage(page([entity(1, 2)], 'c2', false));
  expect([versionOf(replica, 1), versionOf(replica, 2)]).toEqual([2, undefined]);
  expect(replica.durableCursor).toBe('c2');
});

test('[F4] in a log that began anew, what is not there may come back, for a while', async () => {
  const time = new ManualTime();
  const replica = rig(testApp, time);
  const key = (n: number) => `Task:${id(n)}`;
  replica.applyPage(page([entity(1, 5)], 'c1', false));
  expect(replica.mayComeBack(key(2))).toBe(false);
  replica.applyPage(page([entity(1, 2)], 'c2', false, 'e2'));
  expect([replica.mayComeBack(key(1)), replica.mayComeBack(key(2))]).toEqual([false, true]);
  await time.advance(600_000);
  expect(replica.mayComeBack(key(2))).toBe(false);
});

test('[fault F64] [F6] where the log is still the same, what a load afresh does not bring was purged, and is not waited for', () => {
  const replica = rig(testApp, new ManualTime());
  replica.applyPage(page([entity(1, 1), entity(2, 1)], 'c1', false));
  replica.expire();
  replica.applyPage(page([entity(1, 1)], 'c2', false));
  expect([versionOf(replica, 1), versionOf(replica, 2)]).toEqual([1, undefined]);
  expect(replica.mayComeBack(`Task:${id(2)}`)).toBe(false);
});

test('[fault F30] [E4] a type that this release does not know is passed over, and the cursor goes on', () => {
  const older = createRegistry([list], { settings: { type: 'Settings', field: 'policies' } });
  const replica = rig({ registry: older, indexes: [] });
  replica.applyPage(page([entity(1, 1)], 'c1', false));
  expect(replica.cursor).toBe('c1');
  expect([...replica.view.entities()]).toEqual([]);
});

test('[fault F30] [E4] an event of a newer release that an older tab sends is answered, and its entity passed over', () => {
  const older = createRegistry([list], { settings: { type: 'Settings', field: 'policies' } });
  const replica = rig({ registry: older, indexes: [] });
  const event = { id: id(1), parentVersion: 0, sequence: 1, occurredAt: formatClock(0) };
  const entry = { sequence: 1, mutation: 'createTask', input: { event, taskId: id(7), title: 'Newer', order: 'a0' } };
  replica.view.step({ hold: [entry] });
  const told = { ...testReceipt('APPLIED'), entity: toObject(entity(7, 1)) as unknown as Record<string, unknown> };
  expect(settlementOf(replica, [entry], [told])).toMatchObject({ answered: [1], confirmed: [], isPartial: true });
});

test('[fault F30] [C3] what a tab of another release knows of an entity is not taken for all of it', () => {
  const whole = entity(1, 1);
  const { title: _, ...fewer } = whole.fields;
  expect(rig().isOfThisRelease([whole])).toBe(true);
  expect(rig().isOfThisRelease([whole, { ...whole, fields: fewer }])).toBe(false);
  expect(rig().isOfThisRelease([{ ...whole, fields: { ...whole.fields, mood: 'good' } }])).toBe(false);
  expect(rig().isOfThisRelease([{ ...whole, type: 'Mood' }])).toBe(false);
});

test('[fault F30] [C2] what a tab of another release has stored, completed, does not stand in the way of all of it', () => {
  const stored = { entities: [entity(1, 2)], cursor: null, isOfOtherRelease: true };
  const loaded = rig();
  loaded.applyPage(page([entity(1, 1)], 'c1', false));
  expect(loaded.confirmStored(stored)).toEqual([]);
  expect(versionOf(loaded, 1)).toBe(1);
  // Before anything was loaded it is all there is; the first page counts all the same.
  const empty = rig();
  empty.confirmStored(stored);
  const whole = { ...entity(1, 2), fields: { ...entity(1, 2).fields, title: 'whole' } };
  empty.applyPage(page([whole], 'c2', false));
  expect(empty.view.get({ type: 'Task', id: id(1) })?.fields.title).toBe('whole');
});

test('[C3] what an older server takes without a word about the entity is asked for before it leaves pending', async () => {
  const replica = rig();
  const { entry } = await replica.writer.append('createTask', { taskId: id(7), title: 'taken', order: 'a0' });
  replica.view.step({ hold: [entry] });
  const told = { ...testReceipt('APPLIED'), version: 1 };
  expect(lacksEffectOf(replica, [entry], [told])).toBe(true);
  expect(lacksEffectOf(replica, [entry], [testReceipt('REJECTED', 'VALUE_INVALID')])).toBe(false);
  const said = { ...told, entity: toObject(entity(7, 1)) as unknown as Record<string, unknown> };
  expect(lacksEffectOf(replica, [entry], [said])).toBe(false);
  replica.applyPage(page([entity(7, 1)], 'c1', false));
  expect(lacksEffectOf(replica, [entry], [told])).toBe(false);
});

test('[O3] what was rejected only because its creation was, is written anew and waits with it', async () => {
  const replica = rig();
  const taskId = id(7);
  const { entry: create } = await replica.writer.append('createTask', { taskId, title: 'refused', order: 'a0' });
  replica.view.step({ hold: [create] });
  const { entry: complete } = await replica.writer.append('completeTask', { taskId });
  replica.view.step({ hold: [complete] });
  const { parked, orphaned } = settlementOf(
    replica,
    [create, complete],
    [testReceipt('REJECTED', 'VALUE_INVALID'), testReceipt('REJECTED', 'ENTITY_UNKNOWN')],
  );
  expect(parked.map(({ sequence }) => sequence)).toEqual([1]);
  expect(orphaned.map(({ sequence }) => sequence)).toEqual([2]);
  const remade = await replica.writer.remake(orphaned[0]!);
  expect(remade).toMatchObject({ sequence: 3, mutation: 'completeTask', input: { taskId } });
  expect(remade.input.event.id).not.toBe(complete.input.event.id);
});

test('[O1] a creation that was retried after what waited for it still shows the whole', async () => {
  const replica = rig();
  const taskId = id(8);
  const { entry: create } = await replica.writer.append('createTask', { taskId, title: 'first', order: 'a0' });
  replica.view.step({ hold: [create] });
  const { entry: complete } = await replica.writer.append('completeTask', { taskId });
  replica.view.step({ hold: [complete] });
  const again = await replica.writer.remake(create);
  replica.view.step({ hold: [again], forget: [create.sequence] });
  expect(replica.view.get({ type: 'Task', id: taskId })!.fields.completedAt).not.toBeNull();
});

test("[fault F27] [M1] the clock goes on from this device's own last event, also when what it has seen is far off", async () => {
  const replica = rig();
  const { entry: first } = await replica.writer.append('createTask', { taskId: id(1), title: 'One', order: 'a0' });
  const ahead = formatClock(Date.parse('2028-01-01T00:00:00.000Z'));
  const writers = { title: { version: 2, clock: ahead, device: 'B', sequence: 1, parent: 1 } };
  replica.confirm([{ ...entity(2, 2), writers }]);
  const { entry: second } = await replica.writer.append('createTask', { taskId: id(3), title: 'Two', order: 'a0' });
  expect(second.input.event.occurredAt > first.input.event.occurredAt).toBe(true);
  expect(second.input.event.occurredAt < ahead).toBe(true);
});

test('[fault F27] [S5] a clock that was days ahead for a while, and is put right, goes on after what came before', async () => {
  const time = new ManualTime();
  const replica = rig(testApp, time);
  const write = (n: number) => replica.writer.append('createTask', { taskId: id(n), title: 'One', order: 'a0' });
  const { entry: first } = await write(1);
  replica.view.step({ hold: [first] });
  time.setBack(-3 * 24 * 3_600_000);
  const { entry: ahead } = await write(2);
  replica.view.step({ hold: [ahead] });
  time.setBack(3 * 24 * 3_600_000 + 60_000);
  const { entry: next } = await write(3);
  expect(next.input.event.occurredAt > first.input.event.occurredAt).toBe(true);
  expect(next.input.event.occurredAt < ahead.input.event.occurredAt).toBe(true);
});

test('[C2] what another tab has stored is not gone because a page, asked for before, lacks it', () => {
  const replica = rig();
  replica.confirmStored({ entities: [entity(1, 1)], cursor: 'c2' });
  replica.applyPage(page([entity(2, 1)], 'c1', false));
  expect(versionOf(replica, 1)).toBe(1);
});

test('[F4] what another tab has stored of a log that is over does not come back', () => {
  const replica = rig();
  replica.applyPage(page([entity(1, 5)], 'c1', false));
  replica.expire();
  replica.applyPage(page([entity(1, 2)], 'c2', false));
  expect(replica.confirmStored({ entities: [entity(1, 5), entity(2, 1)], cursor: 'c1' })).toEqual([]);
  expect([versionOf(replica, 1), versionOf(replica, 2)]).toEqual([2, undefined]);
});

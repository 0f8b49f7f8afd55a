import { canonicalJson, emptyEntity, registry, type Entity } from '@cairn/domain';
import { absences, beginning, interleave, START, TestLog } from '@cairn/domain/testing';
import fc from 'fast-check';
import { decodeBucket } from './decode-bucket.ts';
import { encodeBucket } from './encode-bucket.ts';

const initialOf = (type: string) => emptyEntity(registry.entity(type), '').fields;
/** Which device's turn it is. */
const order = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 24 });
const encode = (entities: readonly Entity[]) => encodeBucket(entities, initialOf);

test('[C1] a bucket comes back as it was: every field, writer, clock and conflict', () => {
  fc.assert(
    fc.property(absences(['A', 'B', 'C'], START), order, (away, delivery) => {
      const log = new TestLog(registry, START);
      const first = beginning(START);
      first.events.forEach((event) => log.append(first.device, event));
      for (const { device, event } of interleave(away, delivery)) log.append(device, event);
      const entities = [...log.state().values()];
      expect(canonicalJson(decodeBucket(encode(entities)) as never)).toBe(canonicalJson(entities as never));
    }),
    { numRuns: 200 },
  );
});

const created = (n: number): Entity =>
  new TestLog(registry, START).append(
    'A',
    registry.parse('createTask', {
      event: {
        id: `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`,
        parentVersion: 0,
        sequence: n,
        occurredAt: '2026-11-20T09:00:00.000Z-0000',
      },
      taskId: `01900000-0000-7000-8000-${String(1_000 + n).padStart(12, '0')}`,
      title: `Task ${n}`,
      order: 'a0',
    }),
  ).entity;

test('[C4] [E4] what nobody wrote is said once: less than half of what the release before stored, which is read as well', () => {
  const entities = Array.from({ length: 64 }, (_, n) => created(n + 1));
  const before = JSON.stringify(entities);
  expect(decodeBucket(before)).toEqual(entities);
  expect(encode(entities).length).toBeLessThan(before.length / 2);
});

test('[E4] an entity with fields of another release comes back with those, and no others', () => {
  const newer = { ...created(1), fields: { ...created(1).fields, mood: 'good' } };
  const { title, order: place } = created(2).fields;
  const older = { ...created(2), fields: { title: title!, order: place! } };
  expect(decodeBucket(encode([newer, older]))).toEqual([newer, older]);
});

/** What the release before stored: names stand where a number stands now, and what is seen is always said. */
const BEFORE = `{"initial":{"Task":{"title":"","tags":[],"order":"a0"}},"entities":[["Task","t1",2,7,{"title":"As it was"},[[{"clock":"c1","device":"A","parent":0,"version":1,"sequence":4},"order"],[{"clock":"c2","device":"A","parent":1,"version":2,"sequence":5},"title"]],{"A":{"clock":"c2","sequence":5}}]]}`;

test('[E4] a bucket of the release before is read', () => {
  const order = { clock: 'c1', device: 'A', parent: 0, version: 1, sequence: 4 };
  const title = { clock: 'c2', device: 'A', parent: 1, version: 2, sequence: 5 };
  expect(decodeBucket(BEFORE)).toEqual([
    {
      type: 'Task',
      id: 't1',
      version: 2,
      position: 7,
      fields: { title: 'As it was', tags: [], order: 'a0' },
      writers: { order, title },
      seen: { A: { clock: 'c2', sequence: 5 } },
      conflicts: {},
    },
  ]);
});

test('[C1] what a device has written is said where its writers do not tell', () => {
  const task = created(1);
  const seen = { ...task.seen, B: { clock: '2026-11-20T10:00:00.000Z-0000', sequence: 9 } };
  expect(decodeBucket(encode([{ ...task, seen }]))).toEqual([{ ...task, seen }]);
});

test('[C4] a new task takes less than half of what the release before stored', () => {
  const entities = Array.from({ length: 128 }, (_, n) => created(n + 1));
  expect(encode(entities).length / entities.length).toBeLessThan(220);
});

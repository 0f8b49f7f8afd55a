import { registry, taskEntity, taskEvents } from '../index.ts';
import { given } from '../testing/index.ts';
import { formatClock } from './clock.ts';
import { emptyEntity } from './entity.ts';
import { merge } from './merge.ts';
import { createRegistry } from './registry.ts';

const { retitleTask } = taskEvents;
const TASK = '01900000-0000-7000-8000-0000000000aa';
const created = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } };
const retitled = (title: string) => ({ mutation: 'retitleTask', payload: { taskId: TASK, title } });
const due = (day: number) => ({ mutation: 'scheduleTask', payload: { taskId: TASK, due: `2026-12-0${day}` } });
const prioritized = (priority: number) => ({ mutation: 'prioritizeTask', payload: { taskId: TASK, priority } });

describe('different fields', () => {
  test('[M2] both are kept, and the receipt says MERGED', () => {
    given(registry, [created, { ...retitled('Oat milk'), device: 'B' }])
      .when({ ...prioritized(3), parentVersion: 1 })
      .then({ status: 'MERGED', fields: { title: 'Oat milk', priority: 3 }, lost: {} });
  });
});

test('[fault F30] [E4] a field that a newer release has written is no reason to refuse an event on the others', () => {
  const { title } = taskEntity.fields;
  const older = createRegistry([{ entity: { type: 'Task', fields: { title } }, events: { retitleTask } }], {
    settings: { type: 'Settings', field: 'policies' },
  });
  const clock = formatClock(1);
  const newer = { version: 2, clock, device: 'B', sequence: 1, parent: 1 };
  const entity = { ...emptyEntity(older.entity('Task'), TASK), version: 2, writers: { mood: newer } };
  const stamp = { id: TASK, parentVersion: 1, sequence: 1, occurredAt: clock };
  const event = older.parse('retitleTask', { event: stamp, taskId: TASK, title: 'Oat milk' });
  const context = { account: 'a', device: 'A', strict: false, clock, position: 3 };
  const merged = merge(older, entity, event, { ...context, exists: () => true, settings: undefined, base: () => null });
  expect(merged).toMatchObject({ status: 'MERGED', entity: { fields: { title: 'Oat milk' } } });
  expect(merged.merged).toEqual([{ field: 'mood', outcome: 'KEPT', with: { version: 2, clock, device: 'B' } }]);
});

describe('the same field', () => {
  test('[M1] a writer who had seen the other write is not concurrent with it, whatever the clocks say', () => {
    given(registry, [created, { ...retitled('B'), device: 'B', at: 50 }])
      .when({ ...retitled('A'), parentVersion: 2, at: 40 })
      .then({ status: 'APPLIED', fields: { title: 'A' } });
  });

  test('[M2] the same value from both is no conflict', () => {
    given(registry, [created, { ...retitled('Oat milk'), device: 'B' }])
      .when({ ...retitled('Oat milk'), parentVersion: 1 })
      .then({ status: 'MERGED', merged: { title: 'SAME' }, lost: {}, conflicts: 0 });
  });

  test('[M2] a receipt says with which write each field was merged', () => {
    const history = given(registry, [created, { ...prioritized(3), device: 'B' }, { ...retitled('B'), device: 'B' }]);
    history
      .when({ ...prioritized(1), parentVersion: 1, at: 1 })
      .then({ status: 'MERGED', fields: { priority: 3 }, merged: { priority: 'LOST', title: 'KEPT' } });
    expect(history.log.rows.at(-1)!.merged).toEqual([
      { field: 'priority', outcome: 'LOST', with: { version: 2, clock: '2026-11-20T09:00:02.000Z-0000', device: 'B' } },
      { field: 'title', outcome: 'KEPT', with: { version: 3, clock: '2026-11-20T09:00:03.000Z-0000', device: 'B' } },
    ]);
  });
});

describe("the device's own past", () => {
  test('[M1] three offline edits in a row do not conflict with each other', () => {
    const history = given(registry, [created, { ...retitled('one'), parentVersion: 1, at: 9 }]);
    history.when({ ...retitled('two'), parentVersion: 1, at: 9 }).then({ status: 'APPLIED', fields: { title: 'two' } });
    history
      .when({ ...retitled('three'), parentVersion: 1, at: 8 })
      .then({ status: 'APPLIED', fields: { title: 'three' } });
  });

  test('[M1] … also when the first of them was merged', () => {
    const history = given(registry, [created, { ...prioritized(2), device: 'B', at: 20 }]);
    history.when({ ...retitled('one'), parentVersion: 1, at: 10 }).then({ status: 'MERGED' });
    history
      .when({ ...retitled('two'), parentVersion: 1, at: 11 })
      .then({ fields: { title: 'two', priority: 2 }, lost: {} });
  });

  test('[M1] a credential without an outbox reads strictly: its own events after the parent are concurrent too', () => {
    given(registry, [created, { ...due(1), at: 30 }])
      .when({ ...due(2), parentVersion: 1, at: 20, strict: true })
      .then({ status: 'MERGED', fields: { due: '2026-12-01' }, lost: { due: '2026-12-02' } });
  });
});

describe('the trash', () => {
  test('[M5] a deleted entity takes later edits along', () => {
    given(registry, [created, { mutation: 'deleteTask', payload: { taskId: TASK }, device: 'B' }])
      .when({ ...retitled('Edited there'), parentVersion: 1 })
      .then({ status: 'MERGED', fields: { title: 'Edited there', deletedAt: '2026-11-20T09:00:02.000Z' } });
  });

  test('[M5] what lost is kept beside what was applied', () => {
    given(registry, [created, { ...due(1), device: 'B', at: 50 }])
      .when({ ...due(2), parentVersion: 1, at: 10 })
      .then({ lost: { due: '2026-12-02' } });
  });
});

describe('clocks', () => {
  test('[M7] a clock far ahead counts as the time of receipt and cannot win for ever', () => {
    const history = given(registry, [created]);
    history.when({ ...due(1), device: 'B', parentVersion: 1, at: 86_400 }).then({ status: 'APPLIED' });
    history.when({ ...due(2), parentVersion: 1, at: 4 }).then({ fields: { due: '2026-12-02' } });
  });

  test('[M7] beyond a year it is no clock', () => {
    given(registry, [created])
      .when({ ...retitled('2099'), at: 70 * 366 * 86_400 })
      .thenRefused('CLOCK_OUT_OF_RANGE');
  });
});

describe('parents', () => {
  test('[A4] a version that is not there yet is refused', () => {
    given(registry, [created])
      .when({ ...retitled('x'), parentVersion: 2 })
      .thenRefused('PARENT_VERSION_AHEAD');
  });
  test('[A4] an entity that is not there is refused', () => {
    given(registry, []).when(retitled('x')).thenRefused('ENTITY_UNKNOWN');
  });
  test('[A4] an entity is created once', () => {
    given(registry, [created]).when(created).thenRefused('ENTITY_EXISTS');
  });
  test('[A4] a reference to what is not there is refused', () => {
    given(registry, [created])
      .when({ mutation: 'moveTask', payload: { taskId: TASK, listId: TASK } })
      .thenRefused('REFERENCE_UNKNOWN');
  });
});

describe('definitions', () => {
  test.each(registry.mutations)(
    '[E3] %s states its intent at field level and writes only declared fields',
    (mutation) => {
      const { entity, writes, creates, recovers } = registry.eventOf(mutation);
      const fields = Object.keys(registry.entity(entity).fields);
      expect(fields).toEqual(expect.arrayContaining([...writes]));
      expect(writes.length).toBeGreaterThan(0);
      // Only what takes changes back may say something of every field; it names those that it does.
      if (!creates && recovers !== 'revert') expect(writes.length).toBeLessThan(fields.length);
    },
  );
});

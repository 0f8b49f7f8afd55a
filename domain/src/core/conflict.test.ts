import { conflictId, openConflicts, registry } from '../index.ts';
import { eventId, given } from '../testing/index.ts';
import { settle } from './settle.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const created = { mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } };
const retitled = (title: string, device = 'A', parentVersion = 1) => ({
  mutation: 'retitleTask',
  payload: { taskId: TASK, title },
  device,
  parentVersion,
});
/** The conflict about the title that the n-th event opened. */
const on = (n: number) => conflictId(eventId(n), 'title');
const settled = (conflict: string, choice: string) => ({
  mutation: 'settleTaskConflict',
  payload: { taskId: TASK, conflictId: conflict, choice },
});
const REF = { type: 'Task', id: TASK };

test('[M6] the event is kept beside what stands, with base, mine and theirs', () => {
  const { conflicts } = given(registry, [created, retitled('Theirs', 'B')])
    .when(retitled('Mine'))
    .then({ status: 'CONFLICT', fields: { title: 'Theirs' }, applied: {}, lost: {}, merged: { title: 'ASKED' } });
  expect(conflicts).toEqual({
    [on(3)]: {
      id: on(3),
      field: 'title',
      base: 'Milk',
      mine: 'Mine',
      by: { version: 3, clock: '2026-11-20T09:00:03.000Z-0000', device: 'A', sequence: 3, parent: 1 },
      theirs: 'Theirs',
      against: { version: 2, clock: '2026-11-20T09:00:02.000Z-0000', device: 'B', sequence: 2, parent: 1 },
      settled: null,
    },
  });
});

test('[M6] a device that writes the field again, before it knew, has one word there: its last', () => {
  const history = given(registry, [created, retitled('Theirs', 'B'), retitled('Mine')]);
  const { conflicts } = history.when(retitled('Mine, again')).then({ status: 'CONFLICT', conflicts: 1 });
  expect(conflicts[on(3)]).toMatchObject({
    base: 'Milk',
    mine: 'Mine, again',
    theirs: 'Theirs',
    by: { version: 4 },
  });
  expect(history.log.rows[2]!.conflicts).toMatchObject({ [on(3)]: { mine: 'Mine' } });
});

test('[M6] … and stands against what is there by then', () => {
  const { conflicts } = given(registry, [created, retitled('B', 'B'), retitled('A'), retitled('C', 'C', 3)])
    .when(retitled('A, again'))
    .then({ conflicts: 1 });
  expect(conflicts[on(3)]).toMatchObject({
    base: 'Milk',
    mine: 'A, again',
    theirs: 'C',
    against: { device: 'C' },
  });
});

test('[M6] two devices that each wrote something else wait side by side', () => {
  const entity = given(registry, [created, retitled('A'), retitled('B', 'B')])
    .when(retitled('C', 'C'))
    .then({ status: 'CONFLICT', fields: { title: 'A' }, conflicts: 2 });
  expect(openConflicts(entity).map(({ mine }) => mine)).toEqual(['B', 'C']);
});

test('[M6] an entity keeps the last 20 that were settled, and every open one', () => {
  const history = given(registry, [created, retitled('B', 'B'), retitled('Open')]);
  let count = 3;
  for (let n = 0; n < 21; n += 1) {
    history.when(retitled(`B ${n}`, 'B', count)).then({ status: 'APPLIED' });
    history.when(retitled(`C ${n}`, 'C', count)).then({ status: 'CONFLICT' });
    history.when(settled(on(count + 2), 'MINE')).then({ status: 'APPLIED', fields: { title: `C ${n}` } });
    count += 3;
  }
  const { conflicts } = history.log.entity(REF)!;
  expect(Object.keys(conflicts)).toHaveLength(21);
  expect(conflicts).toHaveProperty(on(3));
  expect(conflicts).not.toHaveProperty(on(5));
  history.when(settled(on(5), 'THEIRS')).thenRefused('CONFLICT_UNKNOWN');
});

test('[M6] what is no conflict cannot be settled', () => {
  const history = given(registry, [created, retitled('Theirs', 'B'), retitled('Mine')]);
  history.when(settled(on(9), 'MINE')).thenRefused('CONFLICT_UNKNOWN');
  history.when(settled('__proto__', 'MINE')).thenRefused('VALUE_INVALID');
  history.when({ ...settled(on(3), 'MINE'), mutation: 'reopenTaskConflict' }).thenRefused('UNKNOWN_FIELD');
  const entity = history.log.entity(REF)!;
  for (const conflictId of ['__proto__', 'constructor', 'toString']) {
    expect(() =>
      settle(registry.entity('Task'), entity, { conflictId, choice: 'MINE' }, entity.writers.title!, () => false),
    ).toThrow(expect.objectContaining({ code: 'CONFLICT_UNKNOWN' }));
  }
});

test('[M6] one event that asks about two fields opens two conflicts, and keeps both words', () => {
  const wish = (title: string, description: string, device: string) => ({
    mutation: 'revertTask',
    payload: { taskId: TASK, values: { title, description } },
    device,
    parentVersion: 1,
  });
  const { conflicts } = given(registry, [created, wish('Theirs', 'their words', 'B')])
    .when(wish('Mine', 'my words', 'A'))
    .then({ status: 'CONFLICT', conflicts: 2 });
  expect(conflicts).toMatchObject({
    [conflictId(eventId(3), 'title')]: { mine: 'Mine', theirs: 'Theirs' },
    [conflictId(eventId(3), 'description')]: { mine: 'my words', theirs: 'their words' },
  });
});

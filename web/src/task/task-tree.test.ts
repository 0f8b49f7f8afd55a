import { completionOf, oppositesOf, registry, reopeningOf, roundId } from '@cairn/domain';
import { given, type Said } from '@cairn/domain/testing';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { parts } from './part-indexes.ts';
import { TaskTree } from './task-tree.ts';

const [WHOLE, PART, DONE] = ['1', '2', '3'].map((n) => `01900000-0000-7000-8000-0000000000a${n}`) as [
  string,
  string,
  string,
];
const TODAY = '2026-11-26';
const of = (taskId: string, mutation: string, payload: object = {}): Said => ({
  mutation,
  payload: { taskId, ...payload },
});
const create = (taskId: string, payload: object) =>
  of(taskId, 'createTask', { title: taskId.slice(-2), order: 'a0', ...payload });
const history = [
  create(WHOLE, { due: '2026-11-26', repeat: { rule: 'FREQ=DAILY', from: 'schedule' } }),
  create(PART, { parentId: WHOLE }),
  create(DONE, { parentId: WHOLE }),
  of(DONE, 'completeTask'),
];

/** The tree that a device with this history sees. */
function treeOf(history: readonly Said[]): TaskTree {
  const { log } = given(registry, history);
  const entities = [...log.state().values()];
  const screen = {
    entity: (ref: { type: string; id: string }) => log.entity(ref),
    index: (_name: string, partition: string) => ({
      get: () => entities.filter((entity) => parts.partition(entity) === partition).map(({ id }) => id),
    }),
  };
  return new TaskTree({ screen } as unknown as AppCairn);
}
const said = (events: ReturnType<typeof completionOf>) =>
  events.map(({ mutation, payload }) => `${mutation} ${(payload as { taskId: string }).taskId}`);
const asSaid = (events: ReturnType<typeof completionOf>) => events as readonly Said[];

test('[M11] completing it completes its open parts, and makes a round of each', () => {
  expect(said(completionOf(treeOf(history), WHOLE, TODAY))).toEqual([
    `completeTask ${WHOLE}`,
    `completeTask ${PART}`,
    ...[WHOLE, PART, DONE].map((id) => `continueTask ${roundId(id)}`),
  ]);
});

test('completing what does not repeat makes no round', () => {
  expect(said(completionOf(treeOf(history), PART, TODAY))).toEqual([`completeTask ${PART}`]);
  expect(completionOf(treeOf([]), PART, TODAY)).toEqual([]);
});

test('[M11] opened again, the round that nobody touched goes; completed again, it is the same one, on its new day', () => {
  const done = [...history, ...asSaid(completionOf(treeOf(history), WHOLE, TODAY))];
  const reopening = reopeningOf(treeOf(done), WHOLE);
  expect(said(reopening)).toEqual([
    `reopenTask ${WHOLE}`,
    ...[WHOLE, PART, DONE].map((id) => `deleteTask ${roundId(id)}`),
  ]);
  const again = completionOf(treeOf([...done, ...asSaid(reopening)]), WHOLE, '2026-11-28');
  expect(again).toContainEqual({ mutation: 'restoreTask', payload: { taskId: roundId(WHOLE) } });
  expect(again).toContainEqual({
    mutation: 'scheduleTask',
    payload: { taskId: roundId(WHOLE), start: null, due: '2026-11-29' },
  });
});

test('[M10] a round that somebody has worked on stays when its task is opened again', () => {
  const done = [...history, ...asSaid(completionOf(treeOf(history), WHOLE, TODAY))];
  const tree = treeOf([...done, of(roundId(WHOLE), 'retitleTask', { title: 'More' })]);
  expect(said(reopeningOf(tree, WHOLE))).toEqual([`reopenTask ${WHOLE}`]);
});

test('the opposites take it all back', () => {
  const events = completionOf(treeOf(history), WHOLE, TODAY);
  const tree = treeOf([...history, ...asSaid(events), ...asSaid(oppositesOf(events))]);
  expect(tree.find(WHOLE)!.fields.completedAt).toBeNull();
  expect(tree.find(roundId(WHOLE))!.fields.deletedAt).not.toBeNull();
  expect(tree.partsOf(roundId(WHOLE))).toEqual([]);
});

test('[M5] what went to the trash with a task comes out with it, and not what was there before', () => {
  const before = [...history, of(DONE, 'deleteTask')];
  const tree = treeOf([...before, of(WHOLE, 'deleteTask'), of(PART, 'deleteTask')]);
  expect(tree.thrownAwayWith(WHOLE).map(({ id }) => id)).toEqual([PART]);
  expect(treeOf(before).thrownAwayWith(WHOLE)).toEqual([]);
});

test('[M11] a part stands alone when its task is in the trash without it, or below itself', () => {
  const tree = treeOf([...history, of(WHOLE, 'deleteTask')]);
  expect(tree.above(PART)).toBeUndefined();
  expect(treeOf(history).above(PART)!.id).toBe(WHOLE);
  expect(treeOf(history).isBelow(PART, WHOLE)).toBe(true);
});

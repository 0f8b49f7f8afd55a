import fc from 'fast-check';
import { ancestorsOf, continuationsOf, isInTrash, parentOf, registry, roundId, type FindTask } from '../index.ts';
import { given } from '../testing/index.ts';

type Task = NonNullable<ReturnType<FindTask>>;

const tasks = (parents: Readonly<Record<string, string | null>>, gone: readonly string[] = []) => {
  const all = new Map<string, Task>(
    Object.entries(parents).map(([id, parentId]) => [
      id,
      { id, fields: { parentId, deletedAt: gone.includes(id) ? '2026-11-20T09:00:00.000Z' : null } },
    ]),
  );
  return {
    all,
    find: (id: string) => all.get(id),
    of: (id: string) => parentOf(all.get(id)!, (id) => all.get(id))?.id,
  };
};

test('a part has its parent; one whose parent is missing is at the top level', () => {
  const { of } = tasks({ a: null, b: 'a', c: 'b', d: 'gone' });
  expect(['a', 'b', 'c', 'd'].map(of)).toEqual([undefined, 'a', 'b', undefined]);
});

test('[M11] tasks in a circle are at the top level, and what hangs below them stays there', () => {
  const { of } = tasks({ a: 'c', b: 'a', c: 'b', below: 'a', self: 'self' });
  expect(['a', 'b', 'c', 'below', 'self'].map(of)).toEqual([undefined, undefined, undefined, 'a', undefined]);
});

test('[M11] whatever the parents, every task is below exactly one of the top level', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const parents = fc.tuple(...names.map(() => fc.constantFrom(null, 'gone', ...names)));
  fc.assert(
    fc.property(parents, (given) => {
      const { all, find } = tasks(Object.fromEntries(names.map((name, index) => [name, given[index]!])));
      for (const task of all.values()) {
        const ancestors = ancestorsOf(task, find);
        expect(new Set(ancestors).size).toBe(ancestors.length);
        expect(ancestors).not.toContain(task);
        expect(parentOf(ancestors.at(-1) ?? task, find)).toBeUndefined();
      }
    }),
  );
});

test('a part goes to the trash with the whole', () => {
  const { all, find } = tasks({ a: null, b: 'a', c: 'b', d: null }, ['a']);
  expect(['a', 'b', 'c', 'd'].map((id) => isInTrash(all.get(id)!, find))).toEqual([true, true, true, false]);
});

describe('the rounds that come with a completion', () => {
  const [WHOLE, PART, DEEP] = ['1', '2', '3'].map((n) => `01900000-0000-7000-8000-0000000000a${n}`) as [
    string,
    string,
    string,
  ];
  const create = (taskId: string, more: object) => ({
    mutation: 'createTask',
    payload: { taskId, title: taskId.slice(-2), order: 'a0', ...more },
  });
  const history = given(registry, [
    create(WHOLE, {
      due: '2026-11-26T10:00',
      repeat: { rule: 'FREQ=WEEKLY', from: 'schedule' },
      tags: ['home'],
      description: 'all',
      priority: 2,
      remindAt: '2026-11-26T09:00',
    }),
    create(PART, { parentId: WHOLE, start: '2026-11-25' }),
    create(DEEP, { parentId: PART }),
    { mutation: 'completeTask', payload: { taskId: PART } },
    { mutation: 'completeTask', payload: { taskId: WHOLE } },
  ]);
  const task = (id: string) => history.log.entity({ type: 'Task', id })!;

  test('[M11] are one of it and one of each of its parts, open, with the same distance of days', () => {
    const rounds = continuationsOf(task(WHOLE), [task(PART), task(DEEP)], '2026-11-26');
    expect(rounds).toEqual([
      {
        taskId: roundId(WHOLE),
        roundOf: WHOLE,
        title: 'a1',
        order: 'a0',
        description: 'all',
        due: '2026-12-03T10:00',
        priority: 2,
        tags: ['home'],
        repeat: { rule: 'FREQ=WEEKLY', from: 'schedule' },
        remindAt: '2026-12-03T09:00',
      },
      { taskId: roundId(PART), roundOf: PART, title: 'a2', order: 'a0', parentId: roundId(WHOLE), start: '2026-12-02' },
      { taskId: roundId(DEEP), roundOf: DEEP, title: 'a3', order: 'a0', parentId: roundId(PART) },
    ]);
    for (const payload of rounds)
      history
        .when({ mutation: 'continueTask', payload, parentVersion: 0 })
        .then({ status: 'APPLIED', fields: { completedAt: null } });
  });

  test('are none for a task that does not repeat', () => {
    expect(continuationsOf(task(PART), [task(DEEP)], '2026-11-26')).toEqual([]);
  });

  test('[M11] go on with the round that a part has made by itself', () => {
    const next = { ...task(PART), id: roundId(PART) };
    const rounds = continuationsOf(task(WHOLE), [task(PART), next], '2026-11-26');
    expect(rounds.map(({ roundOf }) => roundOf)).toEqual([WHOLE, roundId(PART)]);
  });
});

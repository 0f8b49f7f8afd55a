import { ImportError } from './import-plan.ts';
import { planContext } from './testing.ts';
import { planTodoistCsv } from './todoist-csv.ts';

const HEADER = 'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n';
const plan = (rows: string, name = 'Groceries [2203306141].csv') => planTodoistCsv(name, HEADER + rows, planContext());
const tasks = (rows: string) =>
  plan(rows).events.flatMap((event) => (event.mutation === 'createTask' ? [event.payload] : []));

test('[D3] a project becomes a list, its sections lists of their own, in their order', () => {
  const { events, created } = plan(
    'task,Milk,,4,1,Me (1),,,en,Europe/Berlin\nsection,Bakery,,,,,,,,\ntask,Bread,,4,1,,,,en,\ntask,Rolls,,4,1,,,,en,\n',
  );
  expect(created.map(({ kind, title, detail }) => [kind, title, detail])).toEqual([
    ['list', 'Groceries', ''],
    ['task', 'Milk', 'Groceries'],
    ['list', 'Groceries: Bakery', ''],
    ['task', 'Bread', 'Groceries: Bakery'],
    ['task', 'Rolls', 'Groceries: Bakery'],
  ]);
  const lists = events
    .filter(({ mutation }) => mutation === 'createList')
    .map(({ payload }) => payload as { order: string });
  expect(lists[0]!.order < lists[1]!.order).toBe(true);
  const made = events
    .filter(({ mutation }) => mutation === 'createTask')
    .map(({ payload }) => payload as { order: string; listId: string });
  expect(made[1]!.order < made[2]!.order).toBe(true);
  expect(made[1]!.listId).toBe(made[2]!.listId);
});

test('[D3] indented rows become subtasks, of whichever row they stand under', () => {
  const [one, two, three, four, five] = tasks(
    'task,One,,4,1,,,,,\ntask,Two,,4,2,,,,,\ntask,Three,,4,3,,,,,\ntask,Four,,4,2,,,,,\ntask,Five,,4,1,,,,,\n',
  ) as { taskId: string; parentId?: string }[];
  expect([one, two, three, four, five].map((task) => task!.parentId)).toEqual([
    undefined,
    one!.taskId,
    two!.taskId,
    one!.taskId,
    undefined,
  ]);
  // Nothing to stand under: it stands by itself.
  expect((tasks('task,Deep,,4,4,,,,,\n')[0] as { parentId?: string }).parentId).toBeUndefined();
});

test('[D3] priority, labels, dates and comments are taken over', () => {
  const [task] = tasks(
    'task,Call @home the bank @phone_calls,"ask, twice",1,1,,,24 December,en,\nnote,about the card,,,,,,,,\n',
  );
  expect(task).toMatchObject({
    title: 'Call the bank',
    tags: ['home', 'phone_calls'],
    priority: 3,
    due: '2026-12-24',
    description: 'ask, twice\n\nabout the card',
  });
  expect(tasks('task,Write,,2,1,,,every workday,en,\n')[0]).toMatchObject({
    priority: 2,
    due: '2026-11-25',
    repeat: { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: 'schedule' },
  });
  expect(tasks('task,"me@example.org writes",,4,1,,,,,\n')[0]).toEqual({
    taskId: expect.any(String),
    title: 'me@example.org writes',
    order: 'a0',
    listId: expect.any(String),
  });
});

test('[D3] what does not fit is kept elsewhere and said, and what is skipped is named with its line', () => {
  const long = 'x'.repeat(600);
  const { events, created, remarks } = plan(
    `task,${long},,4,1,,,,,\ntask,Odd,,4,1,,,every blue moon,en,\ntask,,,4,1,,,,,\nmeta,view_style=board,,,,,,,,\n,,,,,,,,,\nnote,lost,,,,,,,,\ntask,Much,${'y'.repeat(20_000)},4,1,,,,,\n`,
  );
  const made = events
    .filter(({ mutation }) => mutation === 'createTask')
    .map(({ payload }) => payload as { title: string; description?: string });
  expect(made[0]).toMatchObject({ title: long.slice(0, 500), description: long });
  expect(made[1]!.description).toBe('Date: every blue moon\n\nlost');
  expect(made[2]!.description).toHaveLength(16_383);
  expect(created.filter(({ kind }) => kind === 'note')).toHaveLength(1);
  expect(remarks.map(({ where, isSkipped }) => [where, isSkipped])).toEqual([
    ['Line 2', false],
    ['Line 3', false],
    ['Line 4', true],
    ['Line 5', true],
    ['Line 7', false],
  ]);
});

test.each([
  ['no Todoist columns', 'Name,Amount\nx,1\n', 'no columns TYPE and CONTENT'],
  ['nothing in it', HEADER, 'no task'],
  ['an open quote', `${HEADER}task,"Milk,,4,1\n`, 'a quote is not closed'],
  ['no text at all', '', 'no columns'],
  ['too many', HEADER + 'task,x,,4,1,,,,,\n'.repeat(20_001), 'at most 20,000'],
])('[D4] a file with %s is refused as a whole', (_what, text, message) => {
  const attempt = () => planTodoistCsv('x.csv', text, planContext());
  expect(attempt).toThrow(ImportError);
  expect(attempt).toThrow(message);
});

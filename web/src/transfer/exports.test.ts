import type { Entity } from '@cairn/domain';
import { thingsOf } from './account-things.ts';
import { guardCell, bareCell } from './csv-cell.ts';
import { asMarkdownFiles } from './markdown-files.ts';
import { planMarkdown } from './markdown-notes.ts';
import { tasksAsCsv } from './task-csv.ts';
import { planContext } from './testing.ts';
import { planTodoistCsv } from './todoist-csv.ts';
import { pack, unpack } from './zip.ts';

const entity = (type: string, id: string, fields: object): Entity =>
  ({
    type,
    id,
    version: 1,
    position: 1,
    writers: {},
    seen: {},
    conflicts: {},
    fields: { deletedAt: null, createdAt: '2026-11-20T09:00:00.000Z', ...fields },
  }) as unknown as Entity;
const task = (id: string, fields: object) =>
  entity('Task', id, {
    title: id,
    description: '',
    listId: null,
    parentId: null,
    order: 'a0',
    start: null,
    due: null,
    priority: 0,
    tags: [],
    completedAt: null,
    ...fields,
  });

const ACCOUNT = [
  entity('List', 'home', { name: 'Home: the 1st', color: 'blue', order: 'a1' }),
  entity('List', 'gone', { name: 'Gone', color: 'blue', order: 'a0', deletedAt: '2026-11-21T09:00:00.000Z' }),
  task('milk', {
    title: '=1+1 Milk',
    due: '2026-12-24T18:30',
    tags: ['shop'],
    priority: 3,
    listId: 'home',
    description: 'two\nlines',
  }),
  task('oat', { title: 'Oat milk', parentId: 'milk', listId: 'home', order: 'a2' }),
  task('done', { title: 'Done', completedAt: '2026-11-22T09:00:00.000Z', order: 'a3', listId: 'home' }),
  task('stray', { title: 'Of a list in the trash', listId: 'gone' }),
  task('trash', { title: 'Trash', deletedAt: '2026-11-21T09:00:00.000Z' }),
  entity('Note', 'n1', {
    title: 'Plan: a/b',
    updates: ['markdown:# Hello\n\n- [ ] pack\n'],
    tags: ['trip'],
    pinned: true,
  }),
  entity('Note', 'n2', { title: 'plan- a-b', updates: ['markdown:---\nnot: ours\n---\n'], tags: [], pinned: false }),
  entity('Note', 'n3', { title: '', updates: [], tags: [], pinned: false }),
];

test('[D2] tasks as CSV: in order, subtasks indented, no trash, and no cell that a spreadsheet would run', () => {
  const csv = tasksAsCsv(thingsOf(ACCOUNT));
  expect(csv).toMatch(/^\uFEFFTYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE,/);
  const rows = csv.split('\r\n').map((line) => line.split(',').slice(0, 2).join());
  expect(rows.slice(1)).toEqual([
    'task,Of a list in the trash',
    'section,Home: the 1st',
    "task,'=1+1 Milk @shop",
    'task,Oat milk',
    'task,Done',
    '',
  ]);
  expect(csv).not.toContain('Trash');
});

test('[D2] [D3] the CSV taken in again makes the same tasks', () => {
  const { events } = planTodoistCsv('cairn tasks.csv', tasksAsCsv(thingsOf(ACCOUNT)), planContext());
  const made = events.map(({ mutation, payload }) => [
    mutation,
    (payload as { title?: string; name?: string }).title ?? (payload as { name?: string }).name,
  ]);
  expect(made).toEqual([
    ['createTask', 'Of a list in the trash'],
    ['createList', 'Home: the 1st'],
    ['createTask', '=1+1 Milk'],
    ['createTask', 'Oat milk'],
    ['createTask', 'Done'],
    ['completeTask', undefined],
  ]);
  expect(events[2]!.payload).toMatchObject({
    due: '2026-12-24T18:30',
    tags: ['shop'],
    priority: 3,
    description: 'two\nlines',
  });
});

test.each(['=1', '+1', '-1', '@home', '\tx', '\r'])('[D2] %j is guarded, and comes back', (text) => {
  expect(guardCell(text)).toBe(`'${text}`);
  expect(bareCell(guardCell(text))).toBe(text);
});

test('[D2] [D3] notes as Markdown files in a zip, and back', () => {
  const files = asMarkdownFiles(thingsOf(ACCOUNT));
  expect(files.map(({ path }) => path)).toEqual([
    'notes/Plan- a-b.md',
    'notes/plan- a-b 2.md',
    'notes/Note.md',
    'lists/Inbox.md',
    'lists/Home- the 1st.md',
  ]);
  expect(files[0]!.text).toBe(
    '---\ntitle: "Plan: a/b"\ntags: ["trip"]\npinned: true\ncreated: "2026-11-20T09:00:00.000Z"\n---\n\n# Hello\n\n- [ ] pack\n',
  );
  expect(files.at(-1)!.text).toBe(
    '# Home: the 1st\n\n- [ ] =1+1 Milk #shop !1 due: 2026-12-24 18:30\n  two\n  lines\n  - [ ] Oat milk\n- [x] Done\n',
  );
  const zip = pack(files, new Date(2026, 10, 25));
  const { files: found } = unpack(zip, (path) => path.startsWith('notes/'));
  const { events } = planMarkdown(found, [], planContext());
  const notes = events.map(({ payload }) => ({ ...payload, noteId: undefined }));
  expect(notes).toEqual([
    { title: '' },
    { title: 'Plan: a/b', tags: ['trip'], pinned: true, body: '# Hello\n\n- [ ] pack\n' },
    { title: 'plan- a-b', body: '---\nnot: ours\n---\n' },
  ]);
});

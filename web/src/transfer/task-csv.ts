import { unparse } from 'papaparse';
import { guardCell } from './csv-cell.ts';
import type { AccountThings, TaskThing } from './account-things.ts';

/** Todoist's own columns first, so that Todoist takes the file in; then what it has no column for. */
export const COLUMNS = [
  'TYPE',
  'CONTENT',
  'DESCRIPTION',
  'PRIORITY',
  'INDENT',
  'AUTHOR',
  'RESPONSIBLE',
  'DATE',
  'DATE_LANG',
  'TIMEZONE',
  'LIST',
  'START',
  'COMPLETED',
  'CREATED',
  'REPEAT',
] as const;

type Row = { readonly [column in (typeof COLUMNS)[number]]?: string };

/** All tasks that are not in the trash as CSV: those of the Inbox, then those of each list under a section of its name. */
export function tasksAsCsv({ inbox, lists }: AccountThings): string {
  const rows: Row[] = [
    ...inbox.flatMap((task) => rowsOf(task, '', 1)),
    ...lists.flatMap(({ name, tasks }) => [
      { TYPE: 'section', CONTENT: name, LIST: name },
      ...tasks.flatMap((task) => rowsOf(task, name, 1)),
    ]),
  ];
  const cells = rows.map((row) => COLUMNS.map((column) => guardCell(row[column] ?? '')));
  // With the mark that tells a spreadsheet that this is UTF-8.
  return `\uFEFF${unparse({ fields: [...COLUMNS], data: cells }, { newline: '\r\n' })}\r\n`;
}

/** Todoist knows four levels, and counts them from 1. */
const DEEPEST = 4;

function rowsOf(task: TaskThing, list: string, indent: number): Row[] {
  const { title, description, priority, due, start, tags, completedAt, createdAt, rule, parts } = task;
  const row: Row = {
    TYPE: 'task',
    CONTENT: [title, ...tags.map((tag) => `@${tag}`)].join(' '),
    DESCRIPTION: description,
    // Todoist's 1 is the highest, as ours is 3.
    PRIORITY: String(4 - priority),
    INDENT: String(Math.min(indent, DEEPEST)),
    DATE: due?.replace('T', ' ') ?? '',
    DATE_LANG: 'en',
    LIST: list,
    START: start?.replace('T', ' ') ?? '',
    COMPLETED: completedAt ?? '',
    CREATED: createdAt ?? '',
    REPEAT: rule ?? '',
  };
  return [row, ...parts.flatMap((part) => rowsOf(part, list, indent + 1))];
}

import {
  LIST_COLORS,
  LIST_NAME_LIMIT,
  TAGS_LIMIT,
  TASK_DESCRIPTION_LIMIT,
  TASK_TITLE_LIMIT,
  type Payloads,
  type PlannedEvent,
} from '@cairn/domain';
import { generateKeyBetween } from 'fractional-indexing';
import { parse } from 'papaparse';
import { parseTag } from '../tag/parse-tag.ts';
import { bareCell } from './csv-cell.ts';
import { checkSize, ImportError, type Created, type ImportPlan, type PlanContext, type Remark } from './import-plan.ts';
import { cutText } from './cut-text.ts';
import { noteEvents } from './note-events.ts';
import { readSpokenDate } from './spoken-date.ts';
import { sayNumber } from '../ui/say-number.ts';

type Row = { readonly [column: string]: string | undefined };

const LABEL = /(?:^|\s)@([^\s@]+)/g;
/** Todoist writes a project's id into the name of its file. */
const FILE_NAME = /^(.*?)(?:\s*\[\w+\])?\.csv$/i;

/** A list while its rows are read. */
interface OpenList {
  readonly id: string | null;
  readonly name: string;
  lastKey: string | null;
  /** The last task of each level. */
  readonly above: { readonly id: string; readonly depth: number }[];
}

/**
 * A project that Todoist exported, or our own tasks: sections become lists, indented rows subtasks, labels tags.
 * @throws ImportError when it is none, or too large
 */
export function planTodoistCsv(fileName: string, text: string, context: PlanContext): ImportPlan {
  const rows = rowsOf(text);
  const project = cutText((FILE_NAME.exec(fileName)?.[1] ?? fileName).trim() || 'Imported', LIST_NAME_LIMIT);
  const isOurs = rows.some((row) => row.LIST !== undefined);
  const events: PlannedEvent[] = [];
  const created: Created[] = [];
  const remarks: Remark[] = [];
  let lastListKey = context.lastListKey;
  let described: { payload: Payloads['createTask']; line: number } | undefined;

  const openList = (name: string): OpenList => {
    const id = context.newId();
    lastListKey = generateKeyBetween(lastListKey, null);
    const color = LIST_COLORS[(created.filter(({ kind }) => kind === 'list').length + 1) % LIST_COLORS.length]!;
    events.push({ mutation: 'createList', payload: { listId: id, name, color, order: lastListKey } });
    created.push({ kind: 'list', title: name, detail: '', depth: 0 });
    return { id, name, lastKey: null, above: [] };
  };
  const inbox: OpenList = { id: null, name: 'Inbox', lastKey: context.lastInboxKey, above: [] };
  let list: OpenList | undefined = isOurs ? inbox : undefined;

  rows.forEach((row, index) => {
    // The heading is line 1.
    const line = index + 2;
    const where = `Line ${line}`;
    const remark = (why: string, isSkipped = false) => remarks.push({ where, why, isSkipped });
    const type = (row.TYPE ?? '').trim().toLowerCase();
    const content = bareCell(row.CONTENT ?? '').trim();
    if (type === 'section') {
      const name = content === '' ? 'Section' : content;
      list = openList(cutText(isOurs ? name : `${project}: ${name}`, LIST_NAME_LIMIT));
      return;
    }
    if (type === 'note') {
      if (!described) return remark('a comment without a task before it', true);
      const { payload } = described;
      const whole = [payload.description, content].filter(Boolean).join('\n\n');
      if (whole.length > TASK_DESCRIPTION_LIMIT)
        return remark('this comment does not fit into the description of its task', true);
      Object.assign(payload, { description: whole });
      return;
    }
    if (type !== 'task') {
      if (content !== '') remark(`“${row.TYPE}” is neither a task nor a section`, true);
      return;
    }
    if (content === '') return remark('a task without words', true);
    list ??= openList(project);
    list.lastKey = generateKeyBetween(list.lastKey, null);
    const taskId = context.newId();
    const depth = depthOf(row.INDENT, list.above.length);
    const parent = list.above.findLast((above) => above.depth < depth);
    list.above.length = Math.min(list.above.length, depth);
    list.above.push({ id: taskId, depth });

    const { title, tags } = readContent(content);
    const description = bareCell(row.DESCRIPTION ?? '').trim();
    const extra: string[] = [];
    if (title.length > TASK_TITLE_LIMIT) {
      extra.push(title);
      remark(`its title is longer than ${TASK_TITLE_LIMIT} characters: the whole is in the description`);
    }
    const date = readDate(row, context.now);
    if (date === 'unread') {
      extra.push(`Date: ${row.DATE}`);
      remark(`the date “${row.DATE}” is not understood: it stands in the description`);
    }
    if (tags.length > TAGS_LIMIT) remark(`only its first ${TAGS_LIMIT} labels are taken over`);
    const words = [...extra, description].filter(Boolean).join('\n\n');
    if (words.length > TASK_DESCRIPTION_LIMIT) {
      const note = noteEvents({
        noteId: context.newId(),
        title: cutText(title, TASK_TITLE_LIMIT),
        body: words,
        tags: [],
        pinned: false,
      });
      events.push(...note);
      created.push({
        kind: 'note',
        title: cutText(title, TASK_TITLE_LIMIT),
        detail: 'the whole description of a task',
        depth: 0,
      });
      remark(`its description is longer than ${sayNumber(TASK_DESCRIPTION_LIMIT)} characters: the whole is in a note`);
    }
    const start = readStart(row.START);
    const payload: Payloads['createTask'] = {
      taskId,
      title: cutText(title, TASK_TITLE_LIMIT),
      order: list.lastKey,
      ...(list.id === null ? {} : { listId: list.id }),
      ...(parent ? { parentId: parent.id } : {}),
      ...(words === '' ? {} : { description: cutText(words, TASK_DESCRIPTION_LIMIT) }),
      ...(tags.length === 0 ? {} : { tags: tags.slice(0, TAGS_LIMIT) }),
      ...priorityOf(row.PRIORITY),
      ...(date === 'none' || date === 'unread' ? {} : { due: date.due }),
      ...(date === 'none' || date === 'unread' || date.repeat === null ? {} : { repeat: date.repeat }),
      ...(start ? { start } : {}),
    };
    described = { payload, line };
    events.push({ mutation: 'createTask', payload });
    if ((row.COMPLETED ?? '') !== '') events.push({ mutation: 'completeTask', payload: { taskId } });
    created.push({ kind: 'task', title: payload.title, detail: detailOf(payload, list.name), depth });
  });

  if (created.length === 0) throw new ImportError('There is no task in this file.');
  checkSize(events);
  return { events, created, remarks };
}

/** @throws ImportError */
function rowsOf(text: string): readonly Row[] {
  const { data, errors, meta } = parse<Row>(text.replace(/^\uFEFF/, ''), {
    header: true,
    skipEmptyLines: 'greedy',
    transformHeader: (name) => name.trim().toUpperCase(),
  });
  const columns = meta.fields ?? [];
  if (!columns.includes('TYPE') || !columns.includes('CONTENT')) {
    throw new ImportError('This is not a CSV file of Todoist: it has no columns TYPE and CONTENT.');
  }
  const broken = errors.find(({ type }) => type === 'Quotes');
  if (broken) throw new ImportError(`Line ${(broken.row ?? 0) + 2} of this file is broken: a quote is not closed.`);
  return data;
}

/** Todoist's indent counts from 1; nothing is deeper than one below the row before. */
function depthOf(indent: string | undefined, deepest: number): number {
  const given = Number.parseInt(indent ?? '1', 10);
  return Number.isNaN(given) ? 0 : Math.min(Math.max(given - 1, 0), deepest);
}

function readContent(content: string): { readonly title: string; readonly tags: readonly string[] } {
  const tags = [...content.matchAll(LABEL)].map(([, label]) => parseTag(label!)).filter((tag) => tag !== undefined);
  const title = content.replaceAll(LABEL, '').replaceAll(/\s+/g, ' ').trim();
  // Of labels alone: they are the words.
  return title === '' ? { title: content, tags: [] } : { title, tags: [...new Set(tags)] };
}

function readDate(row: Row, now: Date): 'none' | 'unread' | NonNullable<ReturnType<typeof readSpokenDate>> {
  const text = (row.DATE ?? '').trim();
  if (text === '') return 'none';
  const date = readSpokenDate(text, row.DATE_LANG ?? 'en', now);
  if (!date) return 'unread';
  const rule = (row.REPEAT ?? '').trim();
  return rule === '' ? date : { ...date, repeat: { rule, from: 'schedule' } };
}

function readStart(text: string | undefined): string | undefined {
  return /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?$/.exec((text ?? '').trim())?.[0].replace(' ', 'T');
}

/** Todoist's 1 is the highest, as our 3 is; 4 is none. */
function priorityOf(text: string | undefined): { readonly priority?: number } {
  const given = Number.parseInt(text ?? '4', 10);
  return given >= 1 && given <= 3 ? { priority: 4 - given } : {};
}

function detailOf({ due, tags, priority }: Payloads['createTask'], listName: string): string {
  return [
    listName,
    ...(due ? [`due ${due.replace('T', ' ')}`] : []),
    ...(priority ? [`!${4 - priority}`] : []),
    ...(tags ?? []).map((tag) => `#${tag}`),
  ].join(' · ');
}

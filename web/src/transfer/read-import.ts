import type { AppCairn } from '../cairn/cairn-context.ts';
import { generateKeyBetween } from 'fractional-indexing';
import { lists } from '../list/indexes.ts';
import { ALL, INBOX, openTasks } from '../task/indexes.ts';
import { checkSize, ImportError, type ImportPlan, type PlanContext } from './import-plan.ts';
import { readLogFile, type LogFile } from './log-file.ts';
import { isHidden, isMarkdown, planMarkdown } from './markdown-notes.ts';
import { planTodoistCsv } from './todoist-csv.ts';
import { unpack, type PackedFile } from './zip.ts';
import { sayNumber } from '../ui/say-number.ts';

/** Bytes of all files together. */
const TOTAL_LIMIT = 200 * 1024 * 1024;

export type ReadImport =
  | { readonly kind: 'things'; readonly name: string; readonly plan: ImportPlan }
  | { readonly kind: 'log'; readonly name: string; readonly file: LogFile };

export interface GivenFile {
  /** With its folders, where it was given in one. */
  readonly path: string;
  readonly size: number;
  read(): Promise<Uint8Array>;
}

/** Works out what these files would make. @throws ImportError */
export async function readImport(given: readonly GivenFile[], context: PlanContext): Promise<ReadImport> {
  const [first] = given;
  if (!first) throw new ImportError('There is no file in it.');
  if (given.reduce((sum, { size }) => sum + size, 0) > TOTAL_LIMIT)
    throw new ImportError('That is too large to take in.');
  const name = given.length === 1 ? first.path : `${sayNumber(given.length)} files`;
  if (given.length === 1 && /\.json$/i.test(first.path)) {
    return { kind: 'log', name, file: readLogFile(textOf({ path: first.path, bytes: await first.read() })) };
  }
  const files: PackedFile[] = [];
  const others: string[] = [];
  const isWanted = (path: string) => isMarkdown(path) || isCsv(path);
  for (const { path, read } of given) {
    if (/\.zip$/i.test(path)) {
      const unpacked = unpack(await read(), isWanted);
      files.push(...unpacked.files);
      others.push(...unpacked.others);
    } else if (isWanted(path)) files.push({ path, bytes: await read() });
    else others.push(path);
  }
  return { kind: 'things', name, plan: planAll(files, others, context) };
}

function planAll(files: readonly PackedFile[], others: readonly string[], context: PlanContext): ImportPlan {
  const plans: ImportPlan[] = [];
  const tables = files.filter(({ path }) => isCsv(path));
  const texts = files.filter(({ path }) => !isCsv(path));
  if (files.length === 0) throw new ImportError('It holds neither Markdown nor a CSV file of Todoist.');
  let { lastListKey, lastInboxKey } = context;
  for (const table of tables) {
    try {
      const plan = planTodoistCsv(table.path.split('/').at(-1)!, textOf(table), {
        ...context,
        lastListKey,
        lastInboxKey,
      });
      for (const { mutation, payload } of plan.events) {
        if (mutation === 'createList') lastListKey = payload.order;
        if (mutation === 'createTask' && !payload.listId) lastInboxKey = payload.order;
      }
      plans.push(plan);
    } catch (error) {
      // One of many that is no such table does not hold up the others.
      if (!(error instanceof ImportError) || files.length === 1) throw error;
      plans.push({ events: [], created: [], remarks: [{ where: table.path, why: error.message, isSkipped: true }] });
    }
  }
  if (texts.length > 0) plans.push(planMarkdown(texts, others, context));
  else {
    const remarks = others
      .filter((path) => !isHidden(path))
      .map((where) => ({ where, why: 'no CSV file', isSkipped: true }));
    plans.push({ events: [], created: [], remarks });
  }
  const plan: ImportPlan = {
    events: plans.flatMap(({ events }) => events),
    created: plans.flatMap(({ created }) => created),
    remarks: plans.flatMap(({ remarks }) => remarks),
  };
  if (plan.created.length === 0) throw new ImportError('There is nothing in it that can be taken in.');
  checkSize(plan.events);
  return plan;
}

/** @throws ImportError when it is no text in UTF-8 */
function textOf({ path, bytes }: PackedFile): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ImportError(`${path} is no text in UTF-8.`);
  }
}

function isCsv(path: string): boolean {
  return /\.csv$/i.test(path) && !isHidden(path);
}

/** Where new things go: after what is there. */
export function contextOf(cairn: AppCairn, now: Date): PlanContext {
  const orderOf = (type: string, id: string | undefined) =>
    id === undefined ? null : String(cairn.entity({ type, id })?.fields.order ?? '') || null;
  return {
    now,
    newId: () => cairn.newId(),
    lastListKey: usable(orderOf('List', cairn.index(lists.name, ALL).get().at(-1))),
    lastInboxKey: usable(orderOf('Task', cairn.index(openTasks.name, INBOX).get().at(-1))),
  };
}

/** Keys of other programs may be anything, and long ones leave no room. */
function usable(key: string | null): string | null {
  if (key === null || key.length > 50) return null;
  try {
    generateKeyBetween(key, null);
    return key;
  } catch {
    return null;
  }
}

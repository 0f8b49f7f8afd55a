import { NOTE_TITLE_LIMIT, TAGS_LIMIT, type PlannedEvent } from '@cairn/domain';
import { parseTag } from '../tag/parse-tag.ts';
import { cutText } from './cut-text.ts';
import { readFrontMatter } from './front-matter.ts';
import { checkSize, ImportError, type Created, type ImportPlan, type PlanContext, type Remark } from './import-plan.ts';
import { noteEvents } from './note-events.ts';
import type { PackedFile } from './zip.ts';

/** Bytes of one file: a text of this length is no note any more. */
const FILE_LIMIT = 1024 * 1024;

export function isMarkdown(path: string): boolean {
  return /\.(md|markdown|txt)$/i.test(path) && !isHidden(path);
}

/** What systems and editors leave in folders. */
export function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.') || part === '__MACOSX');
}

/**
 * Each Markdown file as a note: its title from the front matter, the first heading or the file's name.
 * @param others names of files that are no Markdown
 * @throws ImportError when there is none
 */
export function planMarkdown(
  files: readonly PackedFile[],
  others: readonly string[],
  { newId }: PlanContext,
): ImportPlan {
  const events: PlannedEvent[] = [];
  const created: Created[] = [];
  const remarks: Remark[] = others
    .filter((path) => !isHidden(path))
    .map((where) => ({ where, why: 'no Markdown', isSkipped: true }));
  for (const { path, bytes } of [...files].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const remark = (why: string, isSkipped = false) => remarks.push({ where: path, why, isSkipped });
    const text = bytes.length > FILE_LIMIT ? undefined : textOf(bytes);
    if (text === undefined) {
      remark(bytes.length > FILE_LIMIT ? 'larger than 1 MB' : 'no text in UTF-8', true);
      continue;
    }
    const { front, body: given } = readFrontMatter(text);
    const { title, body } = titled(front.title, given, path);
    if (title.length > NOTE_TITLE_LIMIT) remark(`its title is cut at ${NOTE_TITLE_LIMIT} characters`);
    const parsed = front.tags.map((tag) => parseTag(tag));
    const tags = [...new Set(parsed.filter((tag) => tag !== undefined))].slice(0, TAGS_LIMIT);
    if (parsed.includes(undefined)) remark('one of its tags cannot be kept');
    const note = { noteId: newId(), title: cutText(title, NOTE_TITLE_LIMIT), body, tags, pinned: front.pinned };
    events.push(...noteEvents(note));
    created.push({
      kind: 'note',
      title: note.title,
      detail: [path, ...tags.map((tag) => `#${tag}`)].join(' · '),
      depth: 0,
    });
  }
  if (created.length === 0) throw new ImportError('There is no Markdown file in it.');
  checkSize(events);
  return { events, created, remarks };
}

/** NUL is no text, and cannot be stored. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? undefined : text.replaceAll('\r\n', '\n');
  } catch {
    return undefined;
  }
}

function titled(
  front: string | undefined,
  given: string,
  path: string,
): { readonly title: string; readonly body: string } {
  if (front !== undefined) return { title: front.trim(), body: given };
  const heading = /^\s*# +(.+?)(?: +#+)? *(?:\n+|$)/.exec(given);
  if (heading) return { title: heading[1]!, body: given.slice(heading[0].length) };
  return {
    title: path
      .split('/')
      .at(-1)!
      .replace(/\.\w+$/, ''),
    body: given,
  };
}

import { parseTag } from '../tag/parse-tag.ts';
import type { CaptureContext, Part } from './capture.ts';

/** At the beginning of a word. A tag begins with a letter: `#1` is the number one. */
const TAG = /(?<=^|\s)#(\p{L}[\p{L}\p{N}_/-]*)(?=$|[\s,.;:!?)])/gu;
const PRIORITY = /(?<=^|\s)!([1-3])(?=$|\s)/g;
const SOMEDAY = /(?<=^|\s)someday\s*$/i;
const AT = /(?<=^|\s)@/g;

/** The shorthand that needs no calendar: `#tag`, `@list`, `!1`, and `someday` at the end. */
export function readTokens(text: string, { lists }: Pick<CaptureContext, 'lists'>): readonly Part[] {
  const tokens = [...readTags(text), ...readLists(text, lists), ...readPriorities(text)];
  return [...tokens, ...readSomeday(text, tokens)];
}

function readTags(text: string): Part[] {
  return [...text.matchAll(TAG)].flatMap((match) => {
    const tag = parseTag(match[0]);
    return tag === undefined ? [] : [{ kind: 'tag', ...rangeOf(match), sets: { tags: [tag] } }];
  });
}

/** `!1` is the most pressing, as elsewhere; the domain counts the other way. */
function readPriorities(text: string): Part[] {
  return [...text.matchAll(PRIORITY)].map((match) => ({
    kind: 'priority',
    ...rangeOf(match),
    sets: { priority: 4 - Number(match[1]) },
  }));
}

/** The longest name that stands there: lists may be called "Work" and "Work trips". */
function readLists(text: string, lists: CaptureContext['lists']): Part[] {
  const known = [{ id: null, name: 'Inbox' }, ...lists].sort((a, b) => b.name.length - a.name.length);
  return [...text.matchAll(AT)].flatMap(({ index }) => {
    const rest = text.slice(index + 1).toLowerCase();
    const list = known.find(
      ({ name }) => name !== '' && rest.startsWith(name.toLowerCase()) && endsAt(rest, name.length),
    );
    return list ? [{ kind: 'list', from: index, to: index + 1 + list.name.length, sets: { listId: list.id } }] : [];
  });
}

function endsAt(text: string, index: number): boolean {
  return !/[\p{L}\p{N}_-]/u.test(text.charAt(index));
}

/** At the end alone: "Someday never comes" is a title. */
function readSomeday(text: string, tokens: readonly Part[]): Part[] {
  const bare = tokens.reduce(
    (left, { from, to }) => left.slice(0, from) + ' '.repeat(to - from) + left.slice(to),
    text,
  );
  const match = SOMEDAY.exec(bare);
  if (!match) return [];
  return [{ kind: 'someday', from: match.index, to: match.index + 'someday'.length, sets: { someday: true } }];
}

function rangeOf(match: RegExpExecArray): { from: number; to: number } {
  return { from: match.index, to: match.index + match[0].length };
}

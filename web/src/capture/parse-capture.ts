import type { Capture, CaptureContext, CaptureFields, DateReader, Part, PartKind } from './capture.ts';
import { maskAll, maskMatches } from './mask.ts';
import { readTokens } from './read-tokens.ts';

/** Addresses are left alone, whatever they contain. */
const ADDRESS = /\S+@\S+\.\S+|\b\w+:\/\/\S+|\bwww\.\S+/gi;

const OF_DATES: readonly PartKind[] = ['start', 'due', 'someday', 'repeat'];

/**
 * What one typed line means: a title, and beside it what was recognised and not dismissed. Without `readDates`, which
 * may not be loaded yet, dates stay words of the title.
 */
export function parseCapture(text: string, context: CaptureContext, readDates?: DateReader): Capture {
  const covered = maskMatches(coverDismissed(text, context.dismissed), ADDRESS);
  const tokens = readTokens(covered, context);
  const dates = readDates?.(maskAll(covered, tokens), context) ?? [];
  const parts = lastOfEach([...tokens, ...dates].sort((a, b) => a.from - b.from));
  const title = titleOf(text, parts);
  if (title !== '' || !parts.some(({ kind }) => OF_DATES.includes(kind)))
    return { title, parts, fields: fieldsOf(parts) };
  // A date alone is what the task is called.
  const others = parts.filter(({ kind }) => !OF_DATES.includes(kind));
  return { title: titleOf(text, others), parts: others, fields: fieldsOf(others) };
}

function coverDismissed(text: string, dismissed: readonly string[]): string {
  return dismissed.reduce((left, words) => maskMatches(left, new RegExp(escaped(words), 'gi')), text);
}

function escaped(words: string): string {
  return words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** A task has one list and one date of each kind: the last one said. Those said before stay words. Tags gather. */
function lastOfEach(parts: readonly Part[]): readonly Part[] {
  const sets = (part: Part) => Object.keys(part.sets);
  return parts.filter((part, index) => {
    if (part.kind === 'tag' || sets(part).length === 0) return true;
    return !parts.slice(index + 1).some((later) => later.kind === part.kind && sets(later).length > 0);
  });
}

function titleOf(text: string, parts: readonly Part[]): string {
  let [title, end] = ['', 0];
  for (const { from, to } of parts) {
    title += `${text.slice(end, from)} `;
    end = to;
  }
  return (title + text.slice(end))
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ (?=[,.;:!?](?:\s|$))/g, '')
    .replace(/[\s,;]+$/, '')
    .trim();
}

function fieldsOf(parts: readonly Part[]): CaptureFields {
  const tags = [...new Set(parts.flatMap(({ sets }) => sets.tags ?? []))];
  return { ...Object.assign({}, ...parts.map(({ sets }) => sets)), ...(tags.length > 0 ? { tags } : {}) };
}

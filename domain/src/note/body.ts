import { Refusal } from '../core/refusal.ts';
import { text, type Shape } from '../core/shape.ts';

/** UTF-16 code units of Markdown that one event may begin a note with; longer texts follow as edits. */
export const NOTE_TEXT_LIMIT = 16_383;

/** Characters of one update, so that the event around it stays within its limit. */
export const NOTE_UPDATE_LIMIT = 60_000;

const MARKDOWN = 'markdown:';

/**
 * The first update of a body that is given as Markdown. It is not encoded here: whoever shows the body makes the same
 * CRDT update of it, by inserting the text into an empty one as the client with id 1.
 */
export function fromMarkdown(markdown: string): string {
  return `${MARKDOWN}${markdown}`;
}

/** The Markdown of such an update; undefined of a CRDT update. */
export function markdownOf(update: string): string | undefined {
  return update.startsWith(MARKDOWN) ? update.slice(MARKDOWN.length) : undefined;
}

const encoded = text({ min: 1, max: NOTE_UPDATE_LIMIT });

/** A Yjs update, version 2, in base64. */
export const bodyUpdate: Shape<string> = {
  check(value, path) {
    const given = encoded.check(value, path);
    if (given.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/.test(given)) {
      throw new Refusal('VALUE_INVALID', `${path} must be a Yjs update (version 2) in base64`, path);
    }
    return given;
  },
};

import { linksIn, markdownFrom, type BodyLink } from '@cairn/text';

/** By the array that the view holds: it is another one after every change, and goes with it. */
const texts = new WeakMap<readonly string[], string>();
const links = new WeakMap<readonly string[], readonly BodyLink[]>();

/** The Markdown of a note. */
export function textOfNote(updates: readonly string[]): string {
  let text = texts.get(updates);
  if (text === undefined) {
    text = readable(updates);
    texts.set(updates, text);
  }
  return text;
}

/** What is known already; nothing is worked out. */
export function knownTextOf(updates: readonly string[]): string | undefined {
  return texts.get(updates);
}

/** The editor has the text at hand: nobody needs to make it of the updates once more. */
export function rememberText(updates: readonly string[], text: string): void {
  texts.set(updates, text);
}

export function linksOfNote(updates: readonly string[]): readonly BodyLink[] {
  let found = links.get(updates);
  if (!found) {
    found = linksIn(textOfNote(updates));
    links.set(updates, found);
  }
  return found;
}

/** One note that cannot be read must not take the list of all notes down. */
function readable(updates: readonly string[]): string {
  try {
    return markdownFrom(updates);
  } catch {
    return '';
  }
}

import { openBody, textOf, toBase64 } from '@cairn/text';
import * as Y from 'yjs';

/** What an editor makes of a word typed between two others, somewhere in the text. @param at picks the place */
export function typeWord(updates: readonly string[], word: string, at: (places: number) => number): string {
  const document = openBody(updates);
  const text = textOf(document);
  const places = [0, ...[...text.toString().matchAll(/ /g)].map(({ index }) => index + 1)];
  const made: Uint8Array[] = [];
  document.on('updateV2', (update: Uint8Array) => made.push(update));
  text.insert(places[at(places.length)]!, `${word} `);
  return toBase64(Y.mergeUpdatesV2(made));
}

import { openBody, textOf, toBase64 } from '@cairn/text';
import * as Y from 'yjs';

/**
 * What an editor makes of a word typed between two others, somewhere in the text.
 * @param at picks the place
 * @param client the Yjs client it is typed as; a random one where runs need not be the same
 */
export function typeWord(
  updates: readonly string[],
  word: string,
  at: (places: number) => number,
  client?: number,
): string {
  const document = openBody(updates);
  if (client !== undefined) document.clientID = client;
  const text = textOf(document);
  const places = [0, ...[...text.toString().matchAll(/ /g)].map(({ index }) => index + 1)];
  const made: Uint8Array[] = [];
  document.on('updateV2', (update: Uint8Array) => made.push(update));
  text.insert(places[at(places.length)]!, `${word} `);
  return toBase64(Y.mergeUpdatesV2(made));
}

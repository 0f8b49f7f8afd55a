import { markdownFrom, openBody, textOf, toBase64 } from '@cairn/text';
import * as Y from 'yjs';
import { splitUpdate } from './split-update.ts';

const LIMIT = 2_000;

/** The updates that `change` makes of a body. */
function made(document: Y.Doc, change: () => void): Uint8Array[] {
  const updates: Uint8Array[] = [];
  const listen = (update: Uint8Array) => updates.push(update);
  document.on('updateV2', listen);
  change();
  document.off('updateV2', listen);
  return updates;
}

/** Text that does not compress into repeats, with pairs of surrogates all over. */
const long = Array.from({ length: 4_000 }, (_, n) => `${n}🌍`).join('');

test('[M9] a long paste is several updates, and the same text', () => {
  const document = openBody([]);
  const seed = made(document, () => textOf(document).insert(0, 'before after'));
  const paste = made(document, () => textOf(document).insert(7, long));
  expect(paste[0]!.length).toBeGreaterThan(LIMIT);
  const parts = splitUpdate(document, paste[0]!, LIMIT);
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(LIMIT);
  expect(parts.length).toBeGreaterThan(10);
  expect(markdownFrom([...seed, ...parts].map(toBase64))).toBe(`before ${long}after`);
  expect(markdownFrom([...parts.toReversed(), ...seed].map(toBase64))).toBe(`before ${long}after`);
});

test('[M9] so is the undo of a long deletion, with what was deleted meanwhile', () => {
  const document = openBody([]);
  const undo = new Y.UndoManager(textOf(document), { captureTimeout: 0 });
  const updates = made(document, () => {
    textOf(document).insert(0, long);
    textOf(document).delete(0, long.length);
    textOf(document).insert(0, 'kept');
    undo.undo();
    undo.undo();
  });
  const parts = updates.flatMap((update) => splitUpdate(document, update, LIMIT));
  expect(Math.max(...parts.map(({ length }) => length))).toBeLessThanOrEqual(LIMIT);
  expect(textOf(document).toString()).toBe(long);
  expect(markdownFrom(parts.map(toBase64))).toBe(long);
});

test('a short update is left as it is', () => {
  const document = openBody([]);
  const [update] = made(document, () => textOf(document).insert(0, 'short'));
  expect(splitUpdate(document, update!, LIMIT)).toEqual([update]);
});

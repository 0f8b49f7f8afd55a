import * as Y from 'yjs';
import { toBase64 } from './base64.ts';
import { applyUpdates, openBody, textOf } from './body.ts';

/**
 * The update that takes `update` back out of a body and leaves what others have written since; undefined when nothing of
 * it is left. Needs every update by itself, in any order: one that was compacted away cannot be taken back.
 * @param updates all of the body's, `update` among them
 */
export function takeBack(updates: readonly string[], update: string): string | undefined {
  const at = updates.indexOf(update);
  if (at < 0) return undefined;
  const document = openBody(updates.slice(0, at), { gc: false });
  const undo = new Y.UndoManager(textOf(document), { trackedOrigins: new Set(['taken back']), captureTimeout: 0 });
  applyUpdates(document, [update], 'taken back');
  applyUpdates(document, updates.slice(at + 1));
  return changeMadeBy(document, () => undo.undo());
}

/** The update that turns a body's text into `markdown`, changing only the stretch that differs; undefined if it is so. */
export function rewrite(updates: readonly string[], markdown: string): string | undefined {
  const document = openBody(updates);
  const text = textOf(document);
  const now = text.toString();
  if (now === markdown) return undefined;
  let start = 0;
  while (start < now.length && start < markdown.length && now[start] === markdown[start]) start += 1;
  let tail = 0;
  const limit = Math.min(now.length, markdown.length) - start;
  while (tail < limit && now[now.length - 1 - tail] === markdown[markdown.length - 1 - tail]) tail += 1;
  // Never between the halves of a surrogate pair.
  if (/[\ud800-\udbff]/.test(now[start - 1] ?? '')) start -= 1;
  if (tail > 0 && /[\udc00-\udfff]/.test(now[now.length - tail] ?? '')) tail -= 1;
  return changeMadeBy(document, () =>
    document.transact(() => {
      text.delete(start, now.length - tail - start);
      text.insert(start, markdown.slice(start, markdown.length - tail));
    }),
  );
}

function changeMadeBy(document: Y.Doc, change: () => void): string | undefined {
  const made: Uint8Array[] = [];
  const listen = (update: Uint8Array) => made.push(update);
  document.on('updateV2', listen);
  change();
  document.off('updateV2', listen);
  return made.length > 0 ? toBase64(Y.mergeUpdatesV2(made)) : undefined;
}

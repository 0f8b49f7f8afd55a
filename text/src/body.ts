import { markdownOf } from '@cairn/domain';
import * as Y from 'yjs';
import { fromBase64, toBase64 } from './base64.ts';

/** The one shared type in a body's document. */
const BODY = 'body';

/** Every reader turns a body given as Markdown into CRDT operations of this client, and so into the same ones. */
const MARKDOWN_CLIENT = 1;

/** The text itself. */
export function textOf(document: Y.Doc): Y.Text {
  return document.getText(BODY);
}

/** One entry of `Note.updates` as a Yjs update, version 2. @throws Error when it is none */
export function bytesOf(update: string): Uint8Array {
  const markdown = markdownOf(update);
  if (markdown === undefined) return fromBase64(update);
  const document = new Y.Doc();
  document.clientID = MARKDOWN_CLIENT;
  textOf(document).insert(0, markdown);
  return Y.encodeStateAsUpdateV2(document);
}

/**
 * A document that holds these updates, under a client id of its own: two sessions that wrote under one id would make two
 * texts of one. With `gc: false` it remembers what was deleted.
 * @throws Error when one of them is no update
 */
export function openBody(updates: readonly string[], options: { readonly gc?: boolean } = {}): Y.Doc {
  const document = new Y.Doc({ gc: options.gc ?? true });
  applyUpdates(document, updates);
  return document;
}

/** In one transaction: whoever listens hears of it once. `origin` names the cause to listeners. */
export function applyUpdates(document: Y.Doc, updates: readonly string[], origin?: unknown): void {
  document.transact(() => {
    for (const update of updates) Y.applyUpdateV2(document, bytesOf(update), origin);
  }, origin);
}

/** The text that these updates make. @throws Error when one of them is no update */
export function markdownFrom(updates: readonly string[]): string {
  return textOf(openBody(updates)).toString();
}

/** One update in place of many, with the same text and the same meaning for later updates. */
export function compactUpdates(updates: readonly string[]): string {
  return toBase64(Y.encodeStateAsUpdateV2(openBody(updates)));
}

/** Small updates of one writer as one. */
export function joinUpdates(updates: readonly Uint8Array[]): Uint8Array {
  return updates.length === 1 ? updates[0]! : Y.mergeUpdatesV2([...updates]);
}

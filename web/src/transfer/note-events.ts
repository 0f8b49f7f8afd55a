import { NOTE_TEXT_LIMIT, type PlannedEvent } from '@cairn/domain';
import { textOf, toBase64 } from '@cairn/text';
import * as Y from 'yjs';
import { UPDATE_BYTES } from '../note/editor/body-writer.ts';
import { splitUpdate } from '../note/editor/split-update.ts';

export interface NewNote {
  readonly noteId: string;
  readonly title: string;
  readonly body: string;
  readonly tags: readonly string[];
  readonly pinned: boolean;
}

/** The events that make a note; a text that one event cannot hold follows in edits. */
export function noteEvents({ noteId, title, body, tags, pinned }: NewNote): PlannedEvent[] {
  const about = { noteId, title, ...(tags.length > 0 ? { tags } : {}), ...(pinned ? { pinned } : {}) };
  if (body.length <= NOTE_TEXT_LIMIT && bytesOf(body) <= UPDATE_BYTES) {
    return [{ mutation: 'createNote', payload: body === '' ? about : { ...about, body } }];
  }
  return [
    { mutation: 'createNote', payload: about },
    ...updatesOf(body).map((update): PlannedEvent => ({ mutation: 'editNote', payload: { noteId, update } })),
  ];
}

function updatesOf(body: string): string[] {
  const document = new Y.Doc({ gc: false });
  textOf(document).insert(0, body);
  const whole = Y.encodeStateAsUpdateV2(document);
  return splitUpdate(document, whole, UPDATE_BYTES).map(toBase64);
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}

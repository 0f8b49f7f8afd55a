import type { AppCairn } from '../cairn/cairn-context.ts';
import { attempt } from '../cairn/use-save.ts';
import { navigate } from '../shell/navigation.ts';
import { notePath } from '../shell/router.ts';

/** The note that was begun last: its title is waited for. */
let begun: string | undefined;

/** Begins a note without a text and opens it. */
export async function newNote(cairn: AppCairn, title = ''): Promise<void> {
  const noteId = cairn.newId();
  if (!(await attempt(() => cairn.record('createNote', { noteId, ...(title === '' ? {} : { title }) })))) return;
  begun = noteId;
  navigate(notePath(noteId));
}

/** Whether the note was begun a moment ago, and nobody has opened it yet. */
export function isBegun(noteId: string): boolean {
  return begun === noteId;
}

export function opened(noteId: string): void {
  if (begun === noteId) begun = undefined;
}

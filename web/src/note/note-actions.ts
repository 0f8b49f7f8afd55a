import { useMemo } from 'react';
import { useCairn, type AppCairn } from '../cairn/cairn-context.ts';
import { takingBack } from '../cairn/take-back.ts';
import { saveTo, useSave, type Save } from '../cairn/use-save.ts';
import { notePath } from '../shell/router.ts';
import { navigate } from '../shell/navigation.ts';
import { notify, notifyUndo } from '../ui/notify.ts';
import { short } from '../ui/short.ts';

export type NoteActions = ReturnType<typeof noteActions>;

export function useNoteActions(): NoteActions {
  const cairn = useCairn();
  const save = useSave();
  return useMemo(() => noteActions(cairn, save), [cairn, save]);
}

/** What a person can do with notes, beside writing their text. */
export function noteActions(cairn: AppCairn, save: Save = saveTo(cairn)) {
  const fieldsOf = (id: string) => cairn.screen.entity({ type: 'Note', id })?.fields;
  const nameOf = (id: string) => {
    const title = String(fieldsOf(id)?.title ?? '').trim();
    return title === '' ? 'The note' : `“${short(title)}”`;
  };

  return {
    retitle: (id: string, title: string) => save('retitleNote', { noteId: id, title }),
    togglePin: (id: string) => save(fieldsOf(id)?.pinned === true ? 'unpinNote' : 'pinNote', { noteId: id }),
    tag: (id: string, tag: string) => save('tagNote', { noteId: id, tags: [tag] }),
    untag: (id: string, tag: string) => save('untagNote', { noteId: id, tags: [tag] }),

    async remove(id: string): Promise<void> {
      if (await save('deleteNote', { noteId: id })) {
        const undo = takingBack(cairn, 'deleteNote', id, () => save('restoreNote', { noteId: id }));
        notifyUndo(`${nameOf(id)} is in the trash`, undo);
      }
    },

    async restore(id: string): Promise<void> {
      if (!(await save('restoreNote', { noteId: id }))) return;
      notify(`${nameOf(id)} is back`, { label: 'Open', onClick: () => navigate(notePath(id)) });
    },
  };
}

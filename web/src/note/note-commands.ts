import { FileText, History, NotebookPen, Pencil, Pin, RotateCcw, Tag, Trash2, X } from 'lucide-react';
import type { Command, CommandContext } from '../command/command.ts';
import { goTo, navigate } from '../shell/navigation.ts';
import { notePath } from '../shell/router.ts';
import { focusWhenThere, whenThere } from '../shell/when-there.ts';
import type { NoteActions } from './note-actions.ts';

const about = { group: 'Note', scope: 'note' } as const;

/** In files of their own: only who has notes needs them. */
function each(act: (actions: NoteActions, id: string) => unknown) {
  return async ({ cairn, subjects }: CommandContext) => {
    const { noteActions } = await import('./note-actions.ts');
    const actions = noteActions(cairn);
    for (const id of subjects.note) act(actions, id);
  };
}

function isDeleted({ cairn, subjects }: CommandContext): boolean {
  return Boolean(cairn.screen.entity({ type: 'Note', id: subjects.note[0]! })?.fields.deletedAt);
}

const isThere = (context: CommandContext) => !isDeleted(context);

/** A part of the open note; it is opened for it. */
function toPart(selector: string) {
  return ({ subjects }: CommandContext) => {
    navigate(notePath(subjects.note[0]!));
    focusWhenThere(`[data-note-page="${subjects.note[0]}"] ${selector}`);
  };
}

export const noteCommands: readonly Command[] = [
  {
    id: 'note.new',
    title: 'Write a note',
    words: 'new create add',
    group: 'Anywhere',
    scope: 'app',
    keys: ['Shift+N'],
    icon: NotebookPen,
    run: async ({ cairn }) => (await import('./new-note.ts')).newNote(cairn),
  },
  {
    ...about,
    id: 'note.write',
    title: 'Open, and into the text',
    words: 'edit',
    keys: ['Enter', 'o'],
    icon: FileText,
    isAvailable: isThere,
    run: toPart('[data-note-body] [contenteditable]'),
  },
  {
    ...about,
    id: 'note.title',
    title: 'Edit the title',
    words: 'rename',
    keys: ['e', 'F2'],
    icon: Pencil,
    isAvailable: isThere,
    run: toPart('[data-note-field="title"]'),
  },
  {
    ...about,
    id: 'note.tag',
    title: 'Add a tag',
    keys: ['t'],
    icon: Tag,
    isAvailable: isThere,
    run: toPart('[data-note-field="tags"]'),
  },
  {
    ...about,
    id: 'note.pin',
    title: 'Pin to the top, or unpin',
    keys: ['p'],
    icon: Pin,
    isAvailable: isThere,
    run: each((actions, id) => actions.togglePin(id)),
  },
  {
    ...about,
    id: 'note.history',
    title: 'History of the note',
    keys: ['h'],
    icon: History,
    run({ subjects }) {
      navigate(notePath(subjects.note[0]!));
      whenThere(`[data-note-page="${subjects.note[0]}"] [data-note-history]`, (button) => button.click());
    },
  },
  {
    ...about,
    id: 'note.remove',
    title: 'Delete',
    words: 'trash',
    keys: ['Delete', 'Backspace'],
    icon: Trash2,
    isAvailable: isThere,
    run(context) {
      const { route, subjects } = context;
      if (route.noteId !== undefined && subjects.note.includes(route.noteId)) goTo({ name: 'notes' });
      void each((actions, id) => actions.remove(id))(context);
    },
  },
  {
    ...about,
    id: 'note.restore',
    title: 'Restore from the trash',
    keys: ['r'],
    icon: RotateCcw,
    isAvailable: isDeleted,
    run: each((actions, id) => actions.restore(id)),
  },
  {
    ...about,
    id: 'note.close',
    title: 'Close the note',
    keys: ['Escape'],
    icon: X,
    isKeyOnly: true,
    isAvailable: ({ route }) => route.noteId !== undefined,
  },
];

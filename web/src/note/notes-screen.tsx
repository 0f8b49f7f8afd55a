import { NotebookPen, Plus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCairn, useIds } from '../cairn/cairn-context.ts';
import { Keys } from '../command/keys.tsx';
import { commandOf } from '../command/commands.ts';
import { useRoute } from '../shell/navigation.ts';
import { EmptyNote } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { ALL } from '../task/indexes.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { PaneContext } from '../ui/pane-context.ts';
import { PHONE, useMedia } from '../ui/use-media.ts';
import { notes } from './indexes.ts';
import { NoteBody } from './note-body-part.ts';
import { newNote } from './new-note.ts';
import { useNoteActions } from './note-actions.ts';
import { NoteList } from './note-list.tsx';
import { NotePage } from './note-page.tsx';

/** All notes, and the open one beside them; on a phone one at a time. */
export function NotesScreen() {
  const { noteId } = useRoute();
  const isPhone = useMedia(PHONE);
  useTitle(noteId === undefined ? 'Notes' : 'Note');
  // Whoever looks at the list is about to open one.
  useEffect(() => void NoteBody.start(), []);
  return (
    <div className="flex h-full">
      {!(isPhone && noteId !== undefined) && <AllNotes noteId={noteId} isPhone={isPhone} />}
      {noteId !== undefined ? <NotePage key={noteId} id={noteId} /> : !isPhone && <NoneOpen />}
    </div>
  );
}

function AllNotes({ noteId, isPhone }: { noteId: string | undefined; isPhone: boolean }) {
  const cairn = useCairn();
  const actions = useNoteActions();
  const ids = useIds(notes, ALL);
  const [pane, setPane] = useState<HTMLElement | null>(null);
  return (
    <section
      ref={setPane}
      aria-label="All notes"
      className={cx('h-full overflow-y-auto thin-scroll', isPhone ? 'w-full' : 'w-80 shrink-0 border-r border-line')}
    >
      <header className="sticky top-0 z-10 flex items-center gap-3 bg-surface px-4 pt-5 pb-3 md:pt-6">
        <h1 tabIndex={-1} className="min-w-0 flex-1 text-title leading-tight font-bold tracking-tight md:text-xl">
          Notes
        </h1>
        <Button look="primary" onClick={() => void newNote(cairn)}>
          <Plus aria-hidden className="size-4" /> New note
        </Button>
      </header>
      <PaneContext value={pane}>
        <div className="px-1.5 pb-12">
          {pane && <NoteList ids={ids} selected={noteId} actions={actions} />}
          {ids.length === 0 && (
            <EmptyNote>
              <NotebookPen aria-hidden strokeWidth={1.25} className="mx-auto mb-3 size-8" />
              No notes yet. What you write here is on every device you use, also without a network.
            </EmptyNote>
          )}
        </div>
      </PaneContext>
    </section>
  );
}

function NoneOpen() {
  return (
    <div className="grid flex-1 place-items-center px-6 text-ink-faint">
      <p>
        Choose a note, or begin one with{' '}
        <span className="inline-block align-middle">
          <Keys keys={commandOf('note.new').keys[0]} />
        </span>
      </p>
    </div>
  );
}

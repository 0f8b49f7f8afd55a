import { useFragment } from '@apollo/client/react';
import { Link } from '../shell/link.tsx';
import { notePath } from '../shell/router.ts';
import { EditedNote } from '../trash/edited-note.tsx';
import { Button } from '../ui/button.tsx';
import { VirtualRows } from '../ui/virtual-rows.tsx';
import { noteRowFragment } from './documents.ts';
import { useNoteActions, type NoteActions } from './note-actions.ts';
import { nameAndExcerpt } from './note-name.ts';
import { useNoteText } from './use-note-text.ts';

export function TrashedNotes({ ids }: { ids: readonly string[] }) {
  const actions = useNoteActions();
  return (
    <section className="pb-8">
      <h2 className="mb-1 text-sm font-medium text-ink-faint">Notes</h2>
      <VirtualRows label="Deleted notes" ids={ids} estimate={52}>
        {(id) => <TrashedNote id={id} actions={actions} />}
      </VirtualRows>
    </section>
  );
}

function TrashedNote({ id, actions }: { id: string; actions: NoteActions }) {
  const { data: note, complete } = useFragment({ fragment: noteRowFragment, from: { __typename: 'Note', id } });
  const text = useNoteText(note.updates ?? NONE);
  if (!complete) return null;
  const { name } = nameAndExcerpt(note.title, text ?? '');
  return (
    <div className="flex min-h-[52px] items-center gap-3 border-b border-line">
      <Link href={notePath(id)} className="min-w-0 flex-1 rounded-sm py-1">
        <span className="block truncate">{name}</span>
        <EditedNote entity={{ type: 'Note', id }} />
      </Link>
      <Button aria-label={`Restore ${name}`} onClick={() => void actions.restore(id)}>
        Restore
      </Button>
    </div>
  );
}

const NONE: readonly string[] = [];

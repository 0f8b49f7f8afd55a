import { useFragment } from '@apollo/client/react';
import { NotebookPen } from 'lucide-react';
import { useId } from 'react';
import { useIds } from '../cairn/cairn-context.ts';
import { Link } from '../shell/link.tsx';
import { notePath } from '../shell/router.ts';
import { ALL } from '../task/indexes.ts';
import { noteRowFragment } from './documents.ts';
import { notes } from './indexes.ts';
import { nameAndExcerpt } from './note-name.ts';
import { useBacklinks } from './use-backlinks.ts';
import { useNoteText } from './use-note-text.ts';

/** The notes that link to a task or a note, as this device has them. */
export function Backlinks({ entityId }: { entityId: string }) {
  const ids = useIds(notes, ALL);
  // Without notes there is nothing to look through, and nothing to load for it.
  return ids.length === 0 ? null : <Found entityId={entityId} noteIds={ids} />;
}

function Found({ entityId, noteIds }: { entityId: string; noteIds: readonly string[] }) {
  const heading = useId();
  const found = useBacklinks(entityId, noteIds);
  if (found.length === 0) return null;
  return (
    <section aria-labelledby={heading} className="mt-6 border-t border-line pt-4 text-sm">
      <h2 id={heading} className="mb-1 font-medium text-ink-faint">
        Linked from
      </h2>
      <ul>
        {found.map((id) => (
          <Backlink key={id} id={id} />
        ))}
      </ul>
    </section>
  );
}

function Backlink({ id }: { id: string }) {
  const { data: note, complete } = useFragment({ fragment: noteRowFragment, from: { __typename: 'Note', id } });
  const text = useNoteText(note.updates ?? NONE);
  if (!complete) return null;
  return (
    <li>
      <Link
        href={notePath(id)}
        className="-mx-2 flex min-h-target items-center gap-2 rounded-md px-2 transition-colors hover:bg-hover"
      >
        <NotebookPen aria-hidden className="size-4 shrink-0 text-ink-faint" />
        <span className="truncate">{nameAndExcerpt(note.title, text ?? '').name}</span>
      </Link>
    </li>
  );
}

const NONE: readonly string[] = [];

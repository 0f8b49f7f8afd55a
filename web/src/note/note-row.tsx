import { useFragment } from '@apollo/client/react';
import { clockTime } from '@cairn/domain';
import { Pin } from 'lucide-react';
import { memo } from 'react';
import { ConflictMark } from '../conflict/conflict-mark.tsx';
import { Link } from '../shell/link.tsx';
import { notePath } from '../shell/router.ts';
import { PendingMark } from '../sync/pending-mark.tsx';
import { localToday } from '../task/dates.ts';
import { sayDate, sayTime } from '../task/say-date.ts';
import { cx } from '../ui/class-names.ts';
import { useToday } from '../ui/use-today.ts';
import { noteRowFragment } from './documents.ts';
import { lastChange } from './indexes.ts';
import { nameAndExcerpt } from './note-name.ts';
import { useNoteText } from './use-note-text.ts';

interface Props {
  readonly id: string;
  readonly isSelected: boolean;
  /** The one row that the tab key reaches. */
  readonly isCurrent: boolean;
  readonly onFocus: (id: string) => void;
}

export const NOTE_ROW_HEIGHT = 76;

export const NoteRow = memo(function NoteRow({ id, isSelected, isCurrent, onFocus }: Props) {
  const { data: note, complete } = useFragment({ fragment: noteRowFragment, from: { __typename: 'Note', id } });
  const text = useNoteText(note.updates ?? NONE);
  if (!complete) return <div style={{ height: NOTE_ROW_HEIGHT }} />;
  const { name, excerpt } = nameAndExcerpt(note.title, text ?? '');
  return (
    <Link
      href={notePath(id)}
      data-note={id}
      draggable={false}
      tabIndex={isCurrent ? 0 : -1}
      aria-current={isSelected ? 'true' : undefined}
      onFocus={() => onFocus(id)}
      className={cx(
        'group block rounded-md px-3 py-2.5 transition-colors -outline-offset-2',
        isSelected ? 'bg-accent-wash' : 'hover:bg-hover',
      )}
    >
      <span className="flex items-center gap-1.5">
        {note.pinned && <Pin role="img" aria-label="Pinned:" className="size-3.5 shrink-0 text-accent" />}
        <span className="min-w-0 flex-1 truncate font-medium">{name}</span>
        <ConflictMark entity={{ type: 'Note', id }} />
        <PendingMark type="Note" id={id} />
      </span>
      <span
        className={cx('mt-0.5 line-clamp-2 text-sm wrap-anywhere text-ink-soft', text === undefined && 'min-h-[2lh]')}
      >
        <ChangedText clock={lastChange({ writers: note.writers as Writers })} /> {excerpt}
      </span>
      {note.tags.length > 0 && (
        <span className="mt-1 block truncate text-xs text-ink-faint group-aria-[current=true]:text-ink-soft">
          {note.tags.map((tag) => `#${tag}`).join('  ')}
        </span>
      )}
    </Link>
  );
});

type Writers = Parameters<typeof lastChange>[0]['writers'];

const NONE: readonly string[] = [];

function ChangedText({ clock }: { clock: string }) {
  const today = useToday();
  if (clock === '') return null;
  const changed = new Date(clockTime(clock));
  const day = localToday(changed);
  return (
    <span className="mr-1 text-ink-faint tabular-nums group-aria-[current=true]:text-ink-soft">
      <span className="sr-only">changed </span>
      {day === today ? sayTime(changed) : sayDate(day, today).text}
    </span>
  );
}

import { ArrowLeft, History, Pin, PinOff, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { keyHint } from '../command/key-hint.ts';
import { PendingMark } from '../sync/pending-mark.tsx';
import { IconButton } from '../ui/button.tsx';
import { part } from '../ui/part.tsx';
import { PHONE, useMedia } from '../ui/use-media.ts';
import type { NoteActions } from './note-actions.ts';

const HistorySheet = part(() => import('../history/history-sheet.tsx').then((module) => module.HistorySheet));

interface Props {
  readonly id: string;
  /** Undefined while the note is not on this device. */
  readonly note: { readonly pinned: boolean; readonly deletedAt: string | null } | undefined;
  readonly actions: NoteActions;
  readonly onClose: () => void;
}

/** What stands above a note and stays there. */
export function NoteTools({ id, note, actions, onClose }: Props) {
  const isPhone = useMedia(PHONE);
  const [hasHistory, setHistory] = useState(false);
  return (
    <div className="sticky top-0 z-10 flex items-center gap-1 bg-surface px-2 py-2 md:px-4">
      {isPhone && (
        <IconButton label="All notes" onClick={onClose}>
          <ArrowLeft className="size-5" />
        </IconButton>
      )}
      <div className="flex-1" />
      <PendingMark type="Note" id={id} />
      {note && note.deletedAt === null && (
        <IconButton
          label={note.pinned ? 'Unpin' : 'Pin to the top'}
          {...keyHint('note.pin')}
          onClick={() => void actions.togglePin(id)}
        >
          {note.pinned ? <PinOff className="size-4.5" /> : <Pin className="size-4.5" />}
        </IconButton>
      )}
      {note && (
        <IconButton
          label="History"
          {...keyHint('note.history')}
          data-note-history
          aria-haspopup="dialog"
          onClick={() => setHistory(true)}
        >
          <History className="size-4.5" />
        </IconButton>
      )}
      {note && note.deletedAt === null && (
        <IconButton
          label="Delete"
          {...keyHint('note.remove')}
          onClick={() => {
            onClose();
            void actions.remove(id);
          }}
        >
          <Trash2 className="size-4.5" />
        </IconButton>
      )}
      {!isPhone && (
        <IconButton label="Close" {...keyHint('note.close')} onClick={onClose}>
          <X className="size-5" />
        </IconButton>
      )}
      {hasHistory && (
        <HistorySheet entity={{ type: 'Note', id }} title="History of this note" onClose={() => setHistory(false)} />
      )}
    </div>
  );
}

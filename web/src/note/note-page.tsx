import { useFragment } from '@apollo/client/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { useProvides } from '../command/provided.ts';
import { ConflictNote } from '../conflict/conflict-mark.tsx';
import { isCovered } from '../shell/covered.ts';
import { goTo } from '../shell/navigation.ts';
import { TagField } from '../tag/tag-field.tsx';
import { EditedNote } from '../trash/edited-note.tsx';
import { Button } from '../ui/button.tsx';
import { PHONE, useMedia } from '../ui/use-media.ts';
import { Backlinks } from './backlinks.tsx';
import { noteDetailFragment } from './documents.ts';
import { isBegun, opened } from './new-note.ts';
import { useNoteActions, type NoteActions } from './note-actions.ts';
import { NoteBody } from './note-body-part.ts';
import { NoteTitle } from './note-title.tsx';
import { NoteTools } from './note-tools.tsx';

/** One note, open. Its parent gives each note a page of its own. */
export function NotePage({ id }: { id: string }) {
  const { data: note, complete } = useFragment({ fragment: noteDetailFragment, from: { __typename: 'Note', id } });
  const actions = useNoteActions();
  const isPhone = useMedia(PHONE);
  const page = useRef<HTMLElement>(null);
  const [isNew] = useState(() => isBegun(id));
  useEffect(() => {
    opened(id);
    if (!isNew && !isCovered()) page.current?.focus({ preventScroll: true });
  }, [id, isNew]);

  const close = useCallback(() => {
    goTo({ name: 'notes' });
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-note="${id}"]`)?.focus());
  }, [id]);

  useProvides({ 'note.close': close });

  function focusText() {
    page.current?.querySelector<HTMLElement>('[data-note-body] [contenteditable]')?.focus();
  }

  const name = (complete && note.title) || 'Note';
  return (
    <article
      ref={page}
      tabIndex={-1}
      data-note-page={id}
      aria-label={name}
      className="flex h-full min-w-0 flex-1 flex-col overflow-y-auto thin-scroll"
    >
      {isPhone && <h1 className="sr-only">{complete && note.title !== '' ? note.title : 'Note'}</h1>}
      <NoteTools id={id} note={complete ? note : undefined} actions={actions} onClose={close} />
      {complete ? (
        <div className="mx-auto flex w-full max-w-3xl flex-1 flex-col px-5 pb-[max(0.5rem,env(safe-area-inset-bottom))] md:px-10">
          {note.deletedAt !== null && <InTrash id={id} actions={actions} />}
          <ConflictNote entity={{ type: 'Note', id }} />
          <NoteTitle
            title={note.title}
            isBegun={isNew}
            onSave={(title) => actions.retitle(id, title)}
            onEnter={focusText}
          />
          <div className="mt-1 mb-4">
            <TagField
              name="note"
              tags={note.tags}
              onAdd={(tag) => actions.tag(id, tag)}
              onRemove={(tag) => actions.untag(id, tag)}
            />
          </div>
          <div className="flex min-h-64 flex-1 flex-col">
            <NoteBody id={id} />
          </div>
          <Backlinks entityId={id} />
        </div>
      ) : (
        <Unknown />
      )}
    </article>
  );
}

function InTrash({ id, actions }: { id: string; actions: NoteActions }) {
  return (
    <div className="mb-4 flex items-center justify-between gap-4 rounded-md bg-notice-wash px-4 py-2.5 text-notice">
      <div className="min-w-0">
        <p>This note is in the trash.</p>
        <EditedNote entity={{ type: 'Note', id }} />
      </div>
      <Button onClick={() => void actions.restore(id)}>Restore</Button>
    </div>
  );
}

function Unknown() {
  const { caughtUp } = useObservable(useCairn().status);
  return (
    <p className="px-6 py-10 text-center text-ink-faint">
      {caughtUp ? 'There is no note at this address.' : 'This note is not on this device yet.'}
    </p>
  );
}

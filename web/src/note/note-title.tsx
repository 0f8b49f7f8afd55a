import { NOTE_TITLE_LIMIT } from '@cairn/domain';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useDraft } from '../ui/drafts.ts';

interface Props {
  readonly title: string;
  readonly isBegun: boolean;
  readonly onSave: (title: string) => Promise<boolean>;
  /** Enter leads on to the text. */
  readonly onEnter: () => void;
}

export function NoteTitle({ title, isBegun, onSave, onEnter }: Props) {
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useDraft(title, async (text) => {
    const line = text.replaceAll(/\s*\n\s*/g, ' ').trim();
    return line === title || (await onSave(line));
  });
  useEffect(() => {
    if (isBegun) field.current?.focus();
  }, [isBegun]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Enter') {
      event.preventDefault();
      onEnter();
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      field.current?.closest<HTMLElement>('[data-note-page]')?.focus();
    }
  }

  return (
    <textarea
      autoComplete="off"
      ref={field}
      aria-label="Title"
      data-note-field="title"
      placeholder="Title"
      rows={1}
      maxLength={NOTE_TITLE_LIMIT}
      value={draft.text}
      onChange={(event) => draft.change(event.target.value)}
      onBlur={() => void draft.leave()}
      onKeyDown={onKeyDown}
      className="block w-full resize-none bg-transparent text-title leading-tight font-bold tracking-tight field-sizing-content outline-none"
    />
  );
}

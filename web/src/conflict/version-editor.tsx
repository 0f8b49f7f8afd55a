import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Button } from '../ui/button.tsx';

interface Props {
  readonly label: string;
  readonly text: string;
  /** Several lines: Enter begins another. */
  readonly isLong: boolean;
  /** False when it was refused: what is written stays here. */
  readonly onSave: (text: string) => Promise<boolean>;
  readonly onEnd: () => void;
}

/** A version of one's own in place of both. */
export function VersionEditor({ label, text: given, isLong, onSave, onEnd }: Props) {
  const [text, setText] = useState(given);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.select(), []);

  async function save() {
    if (!isLong && text.trim() === '') return;
    await onSave(isLong ? text : text.replaceAll(/\s*\n\s*/g, ' ').trim());
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return;
    const isSave = event.key === 'Enter' && (!isLong || event.metaKey || event.ctrlKey);
    if (!isSave && event.key !== 'Escape') return;
    event.preventDefault();
    event.stopPropagation();
    if (isSave) void save();
    else onEnd();
  }

  return (
    <div className="mt-3">
      <textarea
        autoComplete="off"
        ref={field}
        aria-label={label}
        value={text}
        rows={isLong ? 4 : 1}
        autoFocus
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        className="block field-sizing-content w-full resize-none rounded-md border border-edge bg-surface px-3 py-2 focus:border-accent focus:outline-2 focus:-outline-offset-1 focus:outline-accent"
      />
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <Button look="primary" onClick={() => void save()}>
          Keep what I wrote
        </Button>
        <Button look="quiet" onClick={onEnd}>
          Cancel
        </Button>
        <span className="text-xs text-ink-faint pointer-coarse:hidden">
          {isLong ? 'Ctrl Enter' : 'Enter'} keeps it, Esc does not
        </span>
      </div>
    </div>
  );
}

import { useEffect, useRef, type KeyboardEvent } from 'react';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onSave: (text: string) => void;
  readonly onEnd: () => void;
  readonly className?: string;
}

/** Enter and leaving save, Escape does not. An empty text is no change. */
export function InlineEdit({ label, value, maxLength, onSave, onEnd, className = '' }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);

  useEffect(() => input.current?.select(), []);

  function end(save: boolean) {
    if (isOver.current) return;
    isOver.current = true;
    const text = input.current?.value.trim() ?? '';
    if (save && text !== '' && text !== value) onSave(text);
    onEnd();
  }

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    end(event.key === 'Enter');
  }

  return (
    <input
      ref={input}
      aria-label={label}
      defaultValue={value}
      maxLength={maxLength}
      autoFocus
      onKeyDown={onKeyDown}
      onBlur={() => end(true)}
      className={`min-w-0 flex-1 rounded-sm bg-surface px-2 py-1 outline-2 outline-accent ${className}`}
    />
  );
}

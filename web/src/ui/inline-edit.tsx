import { useCallback, useEffect, useRef, type KeyboardEvent } from 'react';
import { useFlusher } from './drafts.ts';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly maxLength: number;
  readonly onSave: (text: string) => Promise<unknown>;
  readonly onEnd: () => void;
}

/** Enter and leaving save, Escape does not. An empty text is no change. */
export function InlineEdit(props: Props) {
  const input = useRef<HTMLInputElement>(null);
  const isOver = useRef(false);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => input.current?.select(), []);

  const end = useCallback(async (how: 'save' | 'cancel') => {
    const { current: element } = input;
    if (isOver.current || !element) return;
    isOver.current = true;
    const { value, onSave, onEnd } = latest.current;
    const text = element.value.trim();
    const isSaved = how === 'save' && text !== '' && text !== value ? onSave(text) : undefined;
    onEnd();
    await isSaved;
  }, []);
  useFlusher(useCallback(() => end('save'), [end]));

  function onKeyDown(event: KeyboardEvent) {
    event.stopPropagation();
    if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return;
    event.preventDefault();
    void end(event.key === 'Enter' ? 'save' : 'cancel');
  }

  return (
    <input
      autoComplete="off"
      ref={input}
      aria-label={props.label}
      defaultValue={props.value}
      maxLength={props.maxLength}
      autoFocus
      onKeyDown={onKeyDown}
      onBlur={() => void end('save')}
      className="min-w-0 flex-1 rounded-sm bg-surface px-2 py-1 outline-2 outline-accent"
    />
  );
}

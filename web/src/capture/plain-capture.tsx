import { useEffect, useRef } from 'react';
import { useKeptText } from '../cairn/use-kept-text.ts';
import { CAPTURE } from './kept-key.ts';

/** Takes what is typed while the overlay is still being fetched: not one key is lost. */
export function PlainCapture() {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useKeptText(CAPTURE);
  useEffect(() => input.current?.focus(), []);
  return (
    <div role="dialog" data-modal aria-label="Add a task" className="fixed inset-0 z-40 bg-veil">
      <div className="mx-auto mt-[14vh] w-[calc(100%-2rem)] max-w-xl rounded-lg bg-raised px-4 py-3 shadow-float">
        <input
          ref={input}
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-label="Add a task"
          placeholder="Add a task"
          autoComplete="off"
          className="min-h-11 w-full bg-transparent outline-none"
        />
      </div>
    </div>
  );
}

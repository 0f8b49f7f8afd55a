import { useSyncExternalStore } from 'react';

let message = '';
const listeners = new Set<() => void>();

/** Says to a screen reader what the eye sees happen. */
export function announce(text: string): void {
  message = text;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function Announcer() {
  const text = useSyncExternalStore(
    subscribe,
    () => message,
    () => '',
  );
  return (
    <div aria-live="assertive" className="sr-only" data-testid="announcer">
      {text}
    </div>
  );
}

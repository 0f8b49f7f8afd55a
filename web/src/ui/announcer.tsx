import { useSyncExternalStore } from 'react';
import { announced } from './announce.ts';

export function Announcer() {
  const text = useSyncExternalStore(announced.subscribe, announced.get, () => '');
  return (
    <div aria-live="assertive" className="sr-only" data-testid="announcer">
      {text}
    </div>
  );
}

import type { EntityStatus } from '@cairn/client';
import { CircleAlert } from 'lucide-react';
import { useEntityStatus } from '../cairn/cairn-context.ts';
import { cx } from '../ui/class-names.ts';
import { explainCode } from './explain.ts';
import { clockTime } from './sync-line.ts';

/** Quiet on what is on its way; plain on what the server refused; nothing on what it has. */
export function PendingMark({ type, id }: { type: string; id: string }) {
  const status = useEntityStatus(type, id);
  if (status.state === 'on-server') return null;
  const words = sayStatus(status);
  const isRefused = status.state === 'parked';
  return (
    <span
      title={words}
      data-testid={isRefused ? 'refused-mark' : 'pending-mark'}
      className="grid size-4 shrink-0 place-items-center"
    >
      {isRefused ? (
        <CircleAlert aria-hidden className="size-3.5! text-danger!" />
      ) : (
        <span
          aria-hidden
          className={cx(
            'size-1.5 rounded-full border border-ink-faint',
            status.state === 'sending' && 'animate-pulse bg-ink-faint',
          )}
        />
      )}
      <span className="sr-only">
        , {words.charAt(0).toLowerCase()}
        {words.slice(1)}
      </span>
    </span>
  );
}

function sayStatus(status: Exclude<EntityStatus, { state: 'on-server' }>): string {
  switch (status.state) {
    case 'saved':
      return `Saved here at ${clockTime(status.since)}, not on the server yet`;
    case 'sending':
      return 'On its way to the server';
    case 'parked':
      return `The server refused a change: ${explainCode(status.code, status.message)} Sync says what helps`;
  }
}

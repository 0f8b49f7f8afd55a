import type { EntityRef } from '@cairn/domain';
import { Split } from 'lucide-react';
import { Link } from '../shell/link.tsx';
import { useIsWaiting } from './use-waiting.ts';

/** In a row: two devices changed it, and somebody is to choose. */
export function ConflictMark({ entity }: { entity: EntityRef }) {
  if (!useIsWaiting(entity)) return null;
  return (
    <span title="Changed on two devices: choose" data-testid="conflict-mark" className="grid size-4 place-items-center">
      <Split aria-hidden className="size-3.5! text-notice!" />
      <span className="sr-only">, changed on two devices</span>
    </span>
  );
}

/** Above what it is about, with the way to the choice. */
export function ConflictNote({ entity }: { entity: EntityRef }) {
  if (!useIsWaiting(entity)) return null;
  return (
    <div className="mb-4 flex items-center justify-between gap-4 rounded-md bg-notice-wash px-4 py-2.5 text-notice">
      <p>Two devices changed this. Both versions are kept.</p>
      <Link
        href="/conflicts"
        className="inline-flex min-h-target items-center rounded-md px-2 text-sm font-medium underline underline-offset-2"
      >
        Choose
      </Link>
    </div>
  );
}

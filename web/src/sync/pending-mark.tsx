import { usePending } from '../cairn/cairn-context.ts';

/** Quiet: saved here, not on the server yet. */
export function PendingMark({ type, id }: { type: string; id: string }) {
  const pending = usePending(type, id);
  if (pending === 0) return null;
  return (
    <span
      title="Saved here, not on the server yet"
      data-testid="pending-mark"
      className="grid size-4 place-items-center"
    >
      <span aria-hidden className="size-1.5 rounded-full border border-ink-faint" />
      <span className="sr-only">, saved here, not on the server yet</span>
    </span>
  );
}

import { useEntityStatus } from '../cairn/cairn-context.ts';
import { cx } from '../ui/class-names.ts';
import { part } from '../ui/part.tsx';
import { sayTime } from '../task/say-date.ts';

const RefusedMark = part(() => import('./refused-mark.tsx').then((module) => module.RefusedMark), null, {
  isAside: true,
});

/** Quiet on what is on its way; plain on what the server refused; nothing on what it has. */
export function PendingMark({ type, id }: { type: string; id: string }) {
  const status = useEntityStatus(type, id);
  if (status.state === 'on-server') return null;
  if (status.state === 'parked') return <RefusedMark code={status.code} message={status.message} />;
  const isSending = status.state === 'sending';
  const words =
    status.state === 'saving'
      ? 'Being saved'
      : isSending
        ? 'On its way to the server'
        : `Saved here at ${sayTime(status.since)}, not on the server yet`;
  return (
    <span title={words} data-testid="pending-mark" className="grid size-4 shrink-0 place-items-center">
      <span
        aria-hidden
        className={cx('size-1.5 rounded-full border border-ink-faint', isSending && 'animate-pulse bg-ink-faint')}
      />
      <MarkWords>{words}</MarkWords>
    </span>
  );
}

/** After the name of what it is on. */
export function MarkWords({ children: words }: { children: string }) {
  return (
    <span className="sr-only">
      , {words.charAt(0).toLowerCase()}
      {words.slice(1)}
    </span>
  );
}

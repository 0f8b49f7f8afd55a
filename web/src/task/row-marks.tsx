import type { Repeat } from '@cairn/domain';
import { Bell, ListTree, Repeat2 } from 'lucide-react';
import { useToday } from '../ui/use-today.ts';
import { sayDate } from './say-date.ts';
import { sayRepeat } from './say-repeat.ts';
import { usePartCount } from './use-parts.ts';

/** “2/5”: how many of its parts are done. */
export function PartCount({ id }: { id: string }) {
  const count = usePartCount(id);
  if (!count) return null;
  const { done, all } = count;
  return (
    <span className="flex items-center gap-1 text-sm text-ink-faint tabular-nums">
      <ListTree aria-hidden className="size-3.5" />
      <span aria-hidden>
        {done}/{all}
      </span>
      <span className="sr-only">
        , {done} of {all} subtasks done
      </span>
    </span>
  );
}

/** That it comes again, and that somebody will be reminded. */
export function PlanMarks({ repeat, remindAt }: { repeat: Repeat | null; remindAt: string | null }) {
  const today = useToday();
  return (
    <>
      {remindAt !== null && (
        <Bell
          role="img"
          aria-label={`Reminder ${sayDate(remindAt, today).text}`}
          className="size-3.5 shrink-0 text-ink-faint"
        />
      )}
      {repeat && (
        <Repeat2 role="img" aria-label={`Repeats: ${sayRepeat(repeat)}`} className="size-3.5 shrink-0 text-ink-faint" />
      )}
    </>
  );
}

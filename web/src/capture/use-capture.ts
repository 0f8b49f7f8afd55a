import { useMemo, useState } from 'react';
import { useCairn, useIds, type AppCairn } from '../cairn/cairn-context.ts';
import { lists } from '../list/indexes.ts';
import { ALL } from '../task/indexes.ts';
import { localNow } from '../task/dates.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { calendar } from '../ui/calendar.ts';
import { weekStartOf } from '../ui/use-week-start.ts';
import type { Capture, CaptureContext } from './capture.ts';
import { useDateReader } from './date-reader.ts';
import { isDayFirst } from './is-day-first.ts';
import { parseCapture } from './parse-capture.ts';

export interface CaptureState extends Capture {
  readonly lists: CaptureContext['lists'];
  /** These words were not meant: they stay in the title. */
  dismiss(words: readonly string[]): void;
}

const NOTHING: Capture = { title: '', parts: [], fields: {} };

/** What the text means, as it is typed. */
export function useCapture(text: string): CaptureState {
  const cairn = useCairn();
  const listIds = useIds(lists, ALL);
  const readDates = useDateReader();
  const chosen = useObservable(calendar);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);

  // Words that are gone from the text may mean something again when they come back.
  const left = dismissed.filter((words) => text.toLowerCase().includes(words.toLowerCase()));
  if (left.length < dismissed.length) setDismissed(left);

  const known = useMemo(() => listIds.map((id) => ({ id, name: nameOf(cairn, id) })), [cairn, listIds]);
  const capture = useMemo(
    () =>
      // A start need not wait for what the platform knows of dates.
      text === ''
        ? NOTHING
        : parseCapture(
            text,
            {
              now: localNow(new Date()),
              weekStart: weekStartOf(chosen),
              isDayFirst: isDayFirst(),
              lists: known,
              dismissed: left,
            },
            readDates,
          ),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `left` is new with each call, `dismissed` is not
    [text, chosen, known, dismissed, readDates],
  );
  return { ...capture, lists: known, dismiss: (words) => setDismissed([...left, ...words]) };
}

function nameOf(cairn: AppCairn, id: string): string {
  return (cairn.entity({ type: 'List', id })?.fields.name as string | undefined) ?? '';
}

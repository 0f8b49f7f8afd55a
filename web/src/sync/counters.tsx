import { successRate } from '@cairn/client';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { sayNumber } from '../ui/say-number.ts';

/** Since the account is on this device. */
export function Counters() {
  const { counters } = useObservable(useCairn().sync.record);
  const rate = successRate(counters);
  const facts: readonly (readonly [name: string, value: string, title: string])[] = [
    ['Made here', sayNumber(counters.queued), 'Changes that were saved on this device'],
    ['Taken', sayNumber(counters.pushed), 'Changes that the server has in its log'],
    ['Merged', sayNumber(counters.merged), 'Taken together with what another device wrote meanwhile'],
    ['Kept for a choice', sayNumber(counters.conflicted), 'Two devices wrote the same: both versions are kept'],
    ['Refused', sayNumber(counters.rejected), 'The server could not take them; they wait for you'],
    ['Tries repeated', sayNumber(counters.retried), 'Requests that were made again after one without an answer'],
    ['Known already', sayNumber(counters.resent), 'The server had them: only its answer had been lost'],
    [
      'Tries answered',
      rate === undefined ? '–' : `${Math.floor(rate * 1000) / 10} %`,
      'Share of requests that were answered',
    ],
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-4">
      {facts.map(([name, value, title]) => (
        <div key={name} title={title}>
          <dt className="text-sm text-ink-faint">{name}</dt>
          <dd className="text-xl tabular-nums">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

import { clockTime } from '@cairn/domain';
import { sayMoment } from '../task/say-date.ts';
import type { LogFile } from './log-file.ts';
import { sayNumber } from '../ui/say-number.ts';

/** What a log holds, before it is brought in. */
export function LogPreview({ file: { events, devices, missing, source } }: { file: LogFile }) {
  const created = (mutation: string) => events.filter((event) => event.mutation === mutation).length;
  const counts = [
    ['Lists', created('createList')],
    ['Tasks', created('createTask')],
    ['Notes', created('createNote')],
    ['Changes in all', events.length],
  ] as const;
  const clocks = events.map(({ clock }) => clock).sort();
  const [from, to] = [clocks[0], clocks.at(-1)].map((clock) => sayMoment(clockTime(clock!), new Date()));
  return (
    <>
      <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {counts.map(([name, count]) => (
          <div key={name} className="rounded-md bg-ground px-3 py-2">
            <dt className="text-sm text-ink-soft">{name}</dt>
            <dd className="text-lg font-semibold tabular-nums">{sayNumber(count)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-ink-soft text-pretty">
        {source === 'server' ? 'The whole history' : 'The state of one device'}, from {from} to {to}, by{' '}
        {devices.map(({ name }) => name || 'a device without a name').join(', ')}.
      </p>
      {missing.length > 0 && <p className="mt-2 text-sm text-ink-soft">Not in it: {missing.join('; ')}.</p>}
    </>
  );
}

import { useEffect, useRef, useState } from 'react';
import { useKnownDevices } from '../account/device-names.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { sayDate } from '../task/say-date.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { useToday } from '../ui/use-today.ts';
import { ActivityLine } from './activity-line.tsx';
import { DayBars } from './day-bars.tsx';
import { byDay } from './days.ts';
import { useActivity } from './use-activity.ts';
import { sayNumber } from '../ui/say-number.ts';

const KINDS = [
  ['', 'Everything'],
  ['Task', 'Tasks'],
  ['Note', 'Notes'],
  ['List', 'Lists'],
  ['Settings', 'Settings'],
] as const;

/** All that happened in the account, day by day. The log is on the server. */
export function ActivityScreen() {
  useTitle('Activity');
  const [kind, setKind] = useState('');
  const [deviceId, setDeviceId] = useState('');
  const devices = useKnownDevices();
  const { events, isAsking, isAway, earlier, again } = useActivity({
    ...(kind ? { entityType: kind } : {}),
    ...(deviceId ? { deviceId } : {}),
  });
  const today = useToday();
  return (
    <ScreenFrame>
      <ScreenHeading>Activity</ScreenHeading>
      <Pending />
      {isAway ? (
        <div className="flex flex-wrap items-center justify-between gap-3 border-y border-line py-4">
          <p className="text-ink-soft">What happened is kept on the server, and needs a connection to be shown.</p>
          <Button onClick={again}>Try again</Button>
        </div>
      ) : (
        <>
          <DayBars />
          <div className="mb-4 flex flex-wrap gap-2">
            <Select label="Kind" value={kind} choices={KINDS} onChange={setKind} />
            <Select
              label="Device"
              value={deviceId}
              choices={[['', 'All devices'], ...devices.map(({ id, name }) => [id, name] as const)]}
              onChange={setDeviceId}
            />
          </div>
          {byDay(events).map(({ day, events }) => (
            <section key={day} aria-label={sayDate(day, today).text} className="mb-6">
              <h2 className="mb-1 text-sm font-medium text-ink-faint">{sayDate(day, today).text}</h2>
              <ol className="divide-y divide-line border-y border-line">
                {events.map((event) => (
                  <ActivityLine key={event.id} event={event} />
                ))}
              </ol>
            </section>
          ))}
          {isAsking && <p className="py-6 text-center text-ink-faint">Asking the server…</p>}
          {!isAsking && events.length === 0 && <EmptyNote>Nothing has happened here yet.</EmptyNote>}
          {earlier && <Earlier onReached={earlier} />}
        </>
      )}
    </ScreenFrame>
  );
}

/** What only this device knows of yet. */
function Pending() {
  const { pending } = useObservable(useCairn().status);
  if (pending === 0) return null;
  return (
    <p className="mb-6 text-ink-soft">
      {pending === 1 ? '1 change is' : `${sayNumber(pending)} changes are`} saved on this device and not on the server
      yet.
    </p>
  );
}

/** Goes on by itself when it comes in sight, and by a press where that is not seen. */
function Earlier({ onReached }: { onReached: () => void }) {
  const button = useRef<HTMLButtonElement>(null);
  const reached = useRef(onReached);
  useEffect(() => {
    reached.current = onReached;
  });
  useEffect(() => {
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && reached.current(), {
      rootMargin: '400px',
    });
    observer.observe(button.current!.parentElement!);
    return () => observer.disconnect();
  }, []);
  return (
    <p className="pb-16 text-center">
      <button
        ref={button}
        type="button"
        onClick={onReached}
        className="min-h-target rounded-md px-3 text-sm text-ink-soft hover:bg-hover"
      >
        Earlier
      </button>
    </p>
  );
}

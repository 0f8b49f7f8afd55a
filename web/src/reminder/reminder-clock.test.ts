import { ReminderClock, type Reminder } from './reminder-clock.ts';

function clockAt(start: string) {
  let time = Date.parse(`${start}:00.000Z`);
  let shownUntil = '';
  let pending: readonly Reminder[] = [];
  let next: { readonly at: number; readonly call: () => void } | undefined;
  const shown: string[] = [];
  const clock = new ReminderClock({
    pending: () => pending,
    localNow: () => new Date(time).toISOString().slice(0, 16),
    now: () => time,
    shownUntil: { get: () => shownUntil, set: (value) => void (shownUntil = value) },
    show: (due) => void shown.push(due.map(({ id }) => id).join('+')),
    after: (milliseconds, call) => {
      next = { at: time + milliseconds, call };
      return () => void (next = undefined);
    },
  });
  return {
    clock,
    shown,
    set: (reminders: readonly Reminder[]) => void (pending = reminders),
    /** Time passes, timers ring. */
    pass(minutes: number) {
      const end = time + minutes * 60_000;
      while (next && next.at <= end) {
        const { at, call } = next;
        time = at;
        call();
      }
      time = end;
    },
    /** Nothing runs meanwhile. */
    sleep: (minutes: number) => void (time += minutes * 60_000),
  };
}

test('[W7] a reminder is shown once, at its minute', () => {
  const { clock, shown, set, pass } = clockAt('2026-11-26T09:00');
  set([{ id: 'a', at: '2026-11-26T09:02' }]);
  clock.look();
  pass(1);
  expect(shown).toEqual([]);
  pass(1);
  expect(shown).toEqual(['a']);
  pass(60);
  clock.look();
  expect(shown).toEqual(['a']);
});

test('[W7] what was missed while nothing was open is shown at the next start, together', () => {
  const { clock, shown, set, sleep } = clockAt('2026-11-26T09:00');
  clock.look();
  clock.stop();
  set([
    { id: 'a', at: '2026-11-26T10:00' },
    { id: 'b', at: '2026-11-26T11:00' },
    { id: 'c', at: '2026-11-28T11:00' },
  ]);
  sleep(24 * 60);
  clock.look();
  expect(shown).toEqual(['a+b']);
});

test('[W7] a device that is new to the account shows nothing of the past', () => {
  const { clock, shown, set, pass } = clockAt('2026-11-26T09:00');
  set([{ id: 'a', at: '2026-11-26T08:00' }]);
  clock.look();
  pass(5);
  expect(shown).toEqual([]);
});

test('[W7] one that is moved later is shown again, at its new time', () => {
  const { clock, shown, set, pass } = clockAt('2026-11-26T09:00');
  set([{ id: 'a', at: '2026-11-26T09:01' }]);
  clock.look();
  pass(1);
  set([{ id: 'a', at: '2026-11-26T09:05' }]);
  clock.look();
  pass(4);
  expect(shown).toEqual(['a', 'a']);
});

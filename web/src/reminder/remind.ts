import type { AppCairn } from '../cairn/cairn-context.ts';
import { keep } from '../cairn/keep.ts';
import { navigate } from '../shell/navigation.ts';
import { pathOf } from '../shell/router.ts';
import { localNow, localToday } from '../task/dates.ts';
import { sayDate } from '../task/say-date.ts';
import { ReminderClock, type Reminder } from './reminder-clock.ts';
import { reminders } from './reminder-index.ts';
import { showReminder } from './show-reminder.ts';

const SHOWN_UNTIL = 'reminders.shown-until';
/** More at once, as after a holiday, are told in one. */
const MOST = 5;

/** Shows reminders when their time has come. @returns stops it */
export function remind(cairn: AppCairn): () => void {
  const index = cairn.index(reminders.name, 'all');
  const field = (id: string, name: string) => cairn.entity({ type: 'Task', id })?.fields[name];
  const clock = new ReminderClock({
    pending: () => index.get().map((id) => ({ id, at: String(field(id, 'remindAt')) })),
    localNow: () => localNow(new Date()),
    now: () => Date.now(),
    shownUntil: {
      get: () => cairn.kept.get(SHOWN_UNTIL),
      set: (time) => keep(cairn.kept, SHOWN_UNTIL, time),
    },
    show: (due) => show(due, (id) => String(field(id, 'title') ?? '')),
    after: (milliseconds, call) => {
      const timer = setTimeout(call, milliseconds);
      return () => clearTimeout(timer);
    },
  });
  const look = () => clock.look();
  const stop = index.subscribe(look);
  document.addEventListener('visibilitychange', look);
  look();
  return () => {
    clock.stop();
    stop();
    document.removeEventListener('visibilitychange', look);
  };
}

function show(due: readonly Reminder[], titleOf: (id: string) => string): void {
  const today = localToday(new Date());
  for (const { id, at } of due.slice(0, MOST)) {
    const path = pathOf({ name: 'today' }, id);
    const body = `Reminder for ${sayDate(at, today).text}`;
    void showReminder({ tag: `reminder-${id}-${at}`, title: titleOf(id), body, path }, navigate);
  }
  const more = due.length - MOST;
  if (more > 0) {
    const title = `${more} more ${more === 1 ? 'task' : 'tasks'}`;
    void showReminder({ tag: 'reminders-more', title, body: 'Reminders', path: pathOf({ name: 'today' }) }, navigate);
  }
}

import { parseRule, type RecurrenceRule, type Repeat, type WeekdayOfMonth } from '@cairn/domain';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const WORKDAYS = '0,1,2,3,4';

/** “Every workday”, “Every 2 weeks on Monday and Thursday, after it is done”. */
export function sayRepeat({ rule, from }: Repeat): string {
  const parsed = parseRule(rule);
  if (!parsed) return 'In a way that a newer version knows';
  return from === 'completion' ? `${sayRule(parsed)}, after it is done` : sayRule(parsed);
}

function sayRule(rule: RecurrenceRule): string {
  const every = (unit: string) => (rule.interval === 1 ? `Every ${unit}` : `Every ${rule.interval} ${unit}s`);
  switch (rule.freq) {
    case 'DAILY':
      return every('day');
    case 'WEEKLY':
      if (rule.weekdays.join() === WORKDAYS && rule.interval === 1) return 'Every workday';
      return `${every('week')}${rule.weekdays.length > 0 ? ` on ${together(rule.weekdays.map((day) => WEEKDAYS[day]!))}` : ''}`;
    case 'MONTHLY':
      if (rule.weekdays) return `${every('month')} on the ${together(rule.weekdays.map(sayWeekday))}`;
      return `${every('month')}${rule.day === undefined ? '' : ` on the ${sayDay(rule.day)}`}`;
    case 'YEARLY':
      return rule.month === undefined
        ? every('year')
        : `${every('year')} on ${rule.day === -1 ? 'the last of' : String(rule.day)} ${MONTHS[rule.month - 1]!}`;
  }
}

function sayWeekday({ nth, weekday }: WeekdayOfMonth): string {
  return `${nth === -1 ? 'last' : ordinal(nth)} ${WEEKDAYS[weekday]!}`;
}

function sayDay(day: number): string {
  return day === -1 ? 'last day' : ordinal(day);
}

function ordinal(number: number): string {
  const ending = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

function together(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)!}`;
}

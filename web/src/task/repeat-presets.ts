import { dayOf, parseRule, weekdayOf, WEEKDAYS, type Repeat } from '@cairn/domain';

export const PRESETS = ['none', 'daily', 'workdays', 'weekly', 'monthly', 'yearly', 'custom'] as const;
export type Preset = (typeof PRESETS)[number];

const WORKDAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';

/** The rule of a preset, on the weekday or the day of the month of `date`; null where it does not repeat. */
export function ruleOf(preset: Exclude<Preset, 'custom'>, date: string): string | null {
  switch (preset) {
    case 'none':
      return null;
    case 'daily':
      return 'FREQ=DAILY';
    case 'workdays':
      return WORKDAYS;
    case 'weekly':
      return `FREQ=WEEKLY;BYDAY=${WEEKDAYS[weekdayOf(dayOf(date))]!}`;
    case 'monthly':
      // Said explicitly: the 31st stays the 31st after a shorter month.
      return `FREQ=MONTHLY;BYMONTHDAY=${Number(date.slice(8, 10))}`;
    case 'yearly':
      return `FREQ=YEARLY;BYMONTH=${Number(date.slice(5, 7))};BYMONTHDAY=${Number(date.slice(8, 10))}`;
  }
}

export function presetOf(repeat: Repeat | null, date: string): Preset {
  const known = PRESETS.find((preset) => preset !== 'custom' && ruleOf(preset, date) === (repeat?.rule ?? null));
  return known ?? 'custom';
}

export const UNITS = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const;
export type Unit = (typeof UNITS)[number];

/** What the form for a rule of one's own holds. */
export interface CustomRule {
  readonly unit: Unit;
  readonly interval: number;
  /** `MO`, `TU` …; of a weekly rule alone. */
  readonly weekdays: readonly string[];
}

export function customOf(repeat: Repeat | null, date: string): CustomRule {
  const rule = repeat && parseRule(repeat.rule);
  const weekdays = rule?.freq === 'WEEKLY' ? rule.weekdays.map((day) => WEEKDAYS[day]!) : [];
  return {
    unit: rule?.freq ?? 'WEEKLY',
    interval: rule?.interval ?? 1,
    weekdays: weekdays.length > 0 ? weekdays : [WEEKDAYS[weekdayOf(dayOf(date))]!],
  };
}

export function ruleOfCustom({ unit, interval, weekdays }: CustomRule, date: string): string {
  const every = interval === 1 ? '' : `;INTERVAL=${interval}`;
  if (unit === 'DAILY') return `FREQ=DAILY${every}`;
  if (unit === 'WEEKLY') {
    return `FREQ=WEEKLY${every};BYDAY=${WEEKDAYS.filter((day) => weekdays.includes(day)).join(',')}`;
  }
  const [, ...day] = ruleOf(unit === 'MONTHLY' ? 'monthly' : 'yearly', date)!.split(';');
  return [`FREQ=${unit}${every}`, ...day].join(';');
}

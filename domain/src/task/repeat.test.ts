import { nextRound, parseRule, type Plan, type Repeat } from '../index.ts';

const none: Plan = { start: null, due: null, remindAt: null };
const from = (rule: string, from: Repeat['from'] = 'schedule'): Repeat => ({ rule, from });
const WORKDAYS = 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR';

test.each([
  ['FREQ=DAILY', { freq: 'DAILY', interval: 1 }],
  ['INTERVAL=3;FREQ=DAILY', { freq: 'DAILY', interval: 3 }],
  ['FREQ=WEEKLY;BYDAY=FR,MO', { freq: 'WEEKLY', interval: 1, weekdays: [0, 4] }],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', { freq: 'MONTHLY', interval: 1, day: -1 }],
  [
    'FREQ=MONTHLY;BYDAY=2TU,-1FR',
    {
      freq: 'MONTHLY',
      interval: 1,
      weekdays: [
        { nth: 2, weekday: 1 },
        { nth: -1, weekday: 4 },
      ],
    },
  ],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', { freq: 'YEARLY', interval: 1, month: 2, day: 29 }],
])('reads %s', (text, rule) => {
  expect(parseRule(text)).toEqual(rule);
});

test.each([
  '',
  'DAILY',
  'FREQ=',
  'FREQ=HOURLY',
  'freq=daily',
  'FREQ=DAILY;FREQ=DAILY',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;INTERVAL=1000',
  'FREQ=DAILY;INTERVAL=1.5',
  'FREQ=DAILY;COUNT=3',
  'FREQ=DAILY;BYDAY=MO',
  'FREQ=WEEKLY;BYDAY=MO,MO',
  'FREQ=WEEKLY;BYDAY=1MO',
  'FREQ=WEEKLY;BYDAY=XX',
  'FREQ=MONTHLY;BYDAY=MO',
  'FREQ=MONTHLY;BYMONTHDAY=32',
  'FREQ=MONTHLY;BYMONTHDAY=1;BYDAY=1MO',
  'FREQ=YEARLY;BYMONTHDAY=3',
  'FREQ=YEARLY;BYMONTH=3',
  'FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1',
  'FREQ=DAILY;',
  'FREQ=constructor',
])('does not read %j', (text) => {
  expect(parseRule(text)).toBeUndefined();
});

test.each<
  [what: string, repeat: Repeat, plan: Partial<Plan>, completedOn: string, next: Partial<Plan> & { days: number }]
>([
  ['a day later', from('FREQ=DAILY'), { due: '2026-11-26' }, '2026-11-26', { due: '2026-11-27', days: 1 }],
  [
    'what was done before its time',
    from('FREQ=WEEKLY'),
    { due: '2026-11-27' },
    '2026-11-25',
    { due: '2026-12-04', days: 7 },
  ],
  [
    'what is late leaves out the days that have passed',
    from('FREQ=DAILY'),
    { due: '2026-11-20' },
    '2026-11-26',
    { due: '2026-11-27', days: 7 },
  ],
  [
    'every other week stays in step when it is late',
    from('FREQ=WEEKLY;INTERVAL=2'),
    { due: '2026-11-02' },
    '2026-11-10',
    { due: '2026-11-16', days: 14 },
  ],
  ['Friday to Monday', from(WORKDAYS), { due: '2026-11-27' }, '2026-11-27', { due: '2026-11-30', days: 3 }],
  [
    'Friday to Monday after it was done',
    from(WORKDAYS, 'completion'),
    { due: '2026-11-20' },
    '2026-11-27',
    { due: '2026-11-30', days: 10 },
  ],
  [
    'three days after it was done',
    from('FREQ=DAILY;INTERVAL=3', 'completion'),
    { due: '2026-11-20' },
    '2026-11-26',
    { due: '2026-11-29', days: 9 },
  ],
  [
    'the distance of start and due, the reminder and the time of day',
    from('FREQ=WEEKLY'),
    { start: '2026-11-24', due: '2026-11-26T17:00', remindAt: '2026-11-25T09:30' },
    '2026-11-26',
    { start: '2026-12-01', due: '2026-12-03T17:00', remindAt: '2026-12-02T09:30', days: 7 },
  ],
  [
    'the 31st in a shorter month',
    from('FREQ=MONTHLY;BYMONTHDAY=31'),
    { due: '2027-01-31' },
    '2027-01-31',
    { due: '2027-02-28', days: 28 },
  ],
  [
    'and the 31st again after that',
    from('FREQ=MONTHLY;BYMONTHDAY=31'),
    { due: '2027-02-28' },
    '2027-02-28',
    { due: '2027-03-31', days: 31 },
  ],
  [
    'the last Friday',
    from('FREQ=MONTHLY;BYDAY=-1FR'),
    { due: '2026-11-27' },
    '2026-11-27',
    { due: '2026-12-25', days: 28 },
  ],
  [
    'a fifth Monday, where there is one',
    from('FREQ=MONTHLY;BYDAY=5MO'),
    { due: '2026-11-30' },
    '2026-11-30',
    { due: '2027-03-29', days: 119 },
  ],
  [
    '29 February',
    from('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29'),
    { due: '2028-02-29' },
    '2028-02-29',
    { due: '2029-02-28', days: 365 },
  ],
  ['a start alone', from('FREQ=DAILY'), { start: '2026-11-26' }, '2026-11-26', { start: '2026-11-27', days: 1 }],
  [
    'a reminder alone',
    from('FREQ=DAILY'),
    { remindAt: '2026-11-26T08:00' },
    '2026-11-26',
    { remindAt: '2026-11-27T08:00', days: 1 },
  ],
  ['no date at all', from('FREQ=DAILY'), {}, '2026-11-26', { start: '2026-11-27', days: 1 }],
])('%s', (_what, repeat, plan, completedOn, next) => {
  expect(nextRound(repeat, { ...none, ...plan }, completedOn)).toEqual({ ...none, ...next });
});

test('there is no round after the year 9999', () => {
  expect(nextRound(from('FREQ=DAILY'), { ...none, due: '9999-12-31' }, '2026-11-26')).toBeUndefined();
  expect(nextRound(from('FREQ=MONTHLY;BYDAY=5MO'), { ...none, due: '9999-12-01' }, '2026-11-26')).toBeUndefined();
});

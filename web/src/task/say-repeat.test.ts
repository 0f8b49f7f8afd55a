import { sayRepeat } from './say-repeat.ts';

it.each([
  ['FREQ=DAILY', 'Every day'],
  ['FREQ=DAILY;INTERVAL=3', 'Every 3 days'],
  ['FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', 'Every workday'],
  ['FREQ=WEEKLY', 'Every week'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH', 'Every 2 weeks on Monday and Thursday'],
  ['FREQ=MONTHLY;BYMONTHDAY=31', 'Every month on the 31st'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1', 'Every month on the last day'],
  ['FREQ=MONTHLY;BYDAY=2TU,-1FR', 'Every month on the 2nd Tuesday and last Friday'],
  ['FREQ=YEARLY', 'Every year'],
  ['FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29', 'Every year on 29 February'],
])('%s: %s', (rule, text) => {
  expect(sayRepeat({ rule, from: 'schedule' })).toBe(text);
  expect(sayRepeat({ rule, from: 'completion' })).toBe(`${text}, after it is done`);
});

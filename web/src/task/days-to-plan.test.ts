import { daysToPlan } from './days-to-plan.ts';

const days = (today: string, weekStart: number) => daysToPlan(today, weekStart).map(({ day }) => day.slice(5));

it('names days from where one stands', () => {
  // A Thursday, a Saturday, a Sunday and a Monday.
  expect(days('2026-11-26', 1)).toEqual(['11-26', '11-27', '11-28', '11-30']);
  expect(days('2026-11-28', 1)).toEqual(['11-28', '11-29', '11-28', '11-30']);
  expect(days('2026-11-29', 0)).toEqual(['11-29', '11-30', '12-05', '12-06']);
  expect(days('2026-11-30', 1)).toEqual(['11-30', '12-01', '12-05', '12-07']);
});

import { planAnytime, planFor, planNone, planSomeday, type Plan } from './plan.ts';

const DAY = '2026-11-26';
const plan = (given: Partial<Plan> = {}): Plan => ({ start: null, due: null, someday: false, ...given });

describe('planFor', () => {
  it.each<[string, Partial<Plan>, Partial<Plan>]>([
    ['what has no date is due then', {}, { due: DAY }],
    ['what is late moves along, at its time', { due: '2026-11-20T09:30' }, { due: `${DAY}T09:30` }],
    ['what is due later begins then, and stays due', { due: '2026-12-24' }, { start: DAY }],
    ['what begins later and is due later begins then', { start: '2026-12-01', due: '2026-12-24' }, { start: DAY }],
    ['what only begins begins then', { start: '2026-12-01T10:00' }, { start: `${DAY}T10:00` }],
    [
      'what began before its late due date keeps its beginning',
      { start: '2026-11-01', due: '2026-11-20' },
      { due: DAY },
    ],
    [
      'what would begin after it is due has no beginning',
      { start: '2026-11-28', due: '2026-11-20' },
      { due: DAY, start: null },
    ],
    ['what is due then stays as it is', { due: `${DAY}T17:00` }, {}],
    ['what was put off is put off no longer', { someday: true }, { due: DAY, someday: false }],
  ])('%s', (_what, given, change) => {
    expect(planFor(plan(given), DAY)).toEqual(change);
  });
});

it('[V4] puts off without a date, but for a due date', () => {
  expect(planSomeday(plan({ start: DAY, due: '2026-12-24' }))).toEqual({ start: null, someday: true });
  expect(planSomeday(plan({ someday: true }))).toEqual({});
});

it('can be done at any time without a day to begin', () => {
  expect(planAnytime(plan({ start: DAY, due: '2026-12-24', someday: true }))).toEqual({ start: null, someday: false });
  expect(planAnytime(plan({ due: DAY }))).toEqual({});
});

it('takes all dates away', () => {
  expect(planNone(plan({ start: DAY, due: DAY, someday: true }))).toEqual({ start: null, due: null, someday: false });
  expect(planNone(plan())).toEqual({});
});

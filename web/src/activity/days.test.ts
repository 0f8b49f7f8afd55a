import { byDay, lastDays } from './days.ts';

it('counts every day up to today, also the quiet ones', () => {
  expect(
    lastDays('2026-03-01', 3, [
      { day: '2026-02-27', events: 4 },
      { day: '2026-01-01', events: 9 },
    ]),
  ).toEqual([
    { day: '2026-02-27', events: 4 },
    { day: '2026-02-28', events: 0 },
    { day: '2026-03-01', events: 0 },
  ]);
});

it('puts events under their local day', () => {
  const at = (day: number, hour: number) => ({ at: new Date(2026, 10, day, hour).toISOString() });
  const [a, b, c] = [at(20, 9), at(20, 0), at(19, 23)];
  expect(byDay([a, b, c])).toEqual([
    { day: '2026-11-20', events: [a, b] },
    { day: '2026-11-19', events: [c] },
  ]);
});

import { dayColumns } from './day-columns.ts';

const slot = (at: string, queued: number) => ({ at, queued, pushed: 1, rejected: 0, failed: 0 });

it('has a column for each half hour of the last day, and leaves out what is older or to come', () => {
  const columns = dayColumns(
    [
      slot('2026-11-19T11:45:00.000Z', 100),
      slot('2026-11-19T12:30:00.000Z', 1),
      slot('2026-11-20T12:00:00.000Z', 2),
      slot('2026-11-20T12:15:00.000Z', 3),
      slot('2026-11-20T13:00:00.000Z', 100),
    ],
    Date.parse('2026-11-20T12:20:00.000Z'),
  );
  expect(columns).toHaveLength(48);
  expect(columns[0]).toEqual({
    at: Date.parse('2026-11-19T12:30:00.000Z'),
    queued: 1,
    pushed: 1,
    rejected: 0,
    failed: 0,
  });
  expect(columns[47]).toMatchObject({ at: Date.parse('2026-11-20T12:00:00.000Z'), queued: 5, pushed: 2 });
  expect(columns.reduce((sum, { queued }) => sum + queued, 0)).toBe(6);
});

import fc from 'fast-check';
import { CLOCK_MEMORY, CLOCK_TOLERANCE, effectiveClock, formatClock, observe, parseClock, tick } from './clock.ts';

const NOW = Date.parse('2026-11-20T09:00:00.000Z');

test('[E2] a reading is the time it is given', () => {
  expect(tick(undefined, NOW)).toBe('2026-11-20T09:00:00.000Z-0000');
});

test('[fault F27] [M3] readings of one device only grow, also when its clock stands still or is set back', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -3_000_000, max: 90_000_000 }), { maxLength: 50 }), (steps) => {
      let last = formatClock(NOW);
      let wall = NOW;
      for (const step of steps) {
        wall += step;
        const next = tick(last, wall);
        expect(next > last).toBe(true);
        last = next;
      }
    }),
  );
});

test('[M3] the counter carries into the time', () => {
  expect(tick(formatClock(NOW, 0xffff), NOW)).toBe(formatClock(NOW + 1));
});

test('[M3] readings sort as text as they sort in time', () => {
  fc.assert(
    fc.property(
      fc.tuple(fc.nat(2 ** 42), fc.nat(0xffff)),
      fc.tuple(fc.nat(2 ** 42), fc.nat(0xffff)),
      ([time, counter], [otherTime, otherCounter]) => {
        const byText = formatClock(time, counter) < formatClock(otherTime, otherCounter);
        expect(byText).toBe(time === otherTime ? counter < otherCounter : time < otherTime);
      },
    ),
  );
});

test('[M3] the next reading is after what was seen from elsewhere', () => {
  const seen = formatClock(NOW + 60_000);
  expect(tick(observe(formatClock(NOW), seen), NOW + 1) > seen).toBe(true);
});

test('[fault F26] [M7] up to five minutes ahead a claim stands; beyond, it counts as received', () => {
  expect(effectiveClock(formatClock(NOW + CLOCK_TOLERANCE), NOW)).toBe(formatClock(NOW + CLOCK_TOLERANCE));
  expect(effectiveClock(formatClock(NOW + CLOCK_TOLERANCE + 1), NOW)).toBe(formatClock(NOW));
});

test('[fault F26] [M7] a device whose clock was months ahead is not clamped for months', () => {
  expect(tick(formatClock(NOW + CLOCK_MEMORY + 1), NOW)).toBe(formatClock(NOW));
});

test('[M7] a reading of a day or an hour that is not there is none: as text it would sort elsewhere than in time', () => {
  const part = (max: number, digits = 2) => fc.integer({ min: 0, max }).map((n) => String(n).padStart(digits, '0'));
  fc.assert(
    fc.property(
      fc.tuple(part(9999, 4), part(13), part(32), part(25), part(61), part(61)),
      ([year, month, day, hour, minute, second]) => {
        const wall = `${year}-${month}-${day}T${hour}:${minute}:${second}.007Z`;
        const time = Date.parse(wall);
        const read = () => parseClock(`${wall}-000a`);
        if (!Number.isNaN(time) && new Date(time).toISOString() === wall) expect(read()).toEqual({ time, counter: 10 });
        else expect(read).toThrow(expect.objectContaining({ code: 'CLOCK_INVALID' }));
      },
    ),
    { numRuns: 2_000 },
  );
});

test.each([
  '',
  '2026-11-20',
  '2026-11-20T09:00:00Z-0000',
  '2026-13-20T09:00:00.000Z-0000',
  '2026-11-20T24:00:00.000Z-0000',
  7,
  null,
])('[M7] %p is no reading', (value) => {
  expect(() => parseClock(value)).toThrow(expect.objectContaining({ code: 'CLOCK_INVALID' }));
});

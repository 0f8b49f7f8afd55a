import { actOf, isAlong } from './swipe.ts';

test.each([
  [0, undefined],
  [80, undefined],
  [100, 'complete'],
  [390, 'complete'],
  [-80, undefined],
  [-100, 'more'],
  [-230, 'more'],
  [-240, 'remove'],
])('a row of 400 that was moved by %d: %s', (moved, act) => {
  expect(actOf(moved, 400)).toBe(act);
});

test.each([
  [5, 5, undefined],
  [20, 2, true],
  [-20, 10, true],
  [20, 19, false],
  [3, 40, false],
])('a movement of %d, %d: %s', (x, y, along) => {
  expect(isAlong(x, y)).toBe(along);
});

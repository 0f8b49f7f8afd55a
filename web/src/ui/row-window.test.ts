import { offsetsOf, rowAt, rowsBetween, topToShow } from './row-window.ts';

const ids = Array.from({ length: 1_000 }, (_, n) => `row-${n}`);
const even = offsetsOf(ids, () => 40);
const odd = offsetsOf(['a', 'b', 'c'], (id) => ({ a: 40, b: 60, c: 20 })[id]!);

test('rows lie one after the other, each as high as it is', () => {
  expect(odd).toEqual([0, 40, 100, 120]);
  expect(offsetsOf([], () => 40)).toEqual([0]);
});

test.each([
  [-50, 0],
  [0, 0],
  [39, 0],
  [40, 1],
  [99, 1],
  [100, 2],
  [10_000, 2],
])('at %d is row %d', (y, row) => {
  expect(rowAt(odd, y)).toBe(row);
});

test('only what is in sight is in the page, and a little more', () => {
  expect(rowsBetween(even, 4_000, 4_400, 2, -1)).toEqual([
    98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112,
  ]);
  expect(rowsBetween(even, -500, 0, 1, -1)).toEqual([0, 1]);
  expect(rowsBetween(even, 39_990, 41_000, 1, -1)).toEqual([998, 999]);
  expect(rowsBetween([0], 0, 400, 5, -1)).toEqual([]);
});

test('the row that holds the focus stays, on its side', () => {
  expect(rowsBetween(even, 4_000, 4_040, 0, 3)).toEqual([3, 100, 101]);
  expect(rowsBetween(even, 4_000, 4_040, 0, 900)).toEqual([100, 101, 900]);
  expect(rowsBetween(even, 4_000, 4_040, 0, 100)).toEqual([100, 101]);
  expect(rowsBetween(even, 4_000, 4_040, 0, 1_000)).toEqual([100, 101]);
});

test('a row is scrolled to as little as shows it', () => {
  const view = { top: 400, height: 400, above: 60, below: 80 };
  expect(topToShow(even, 13, view)).toBe(400);
  expect(topToShow(even, 10, view)).toBe(340);
  expect(topToShow(even, 19, view)).toBe(480);
});

import { shownParts } from './part-tree.ts';

const parts: Record<string, string[]> = { a: ['b', 'c'], b: ['d'], d: [], c: [] };
const shown = (closed: string[]) =>
  shownParts('a', (id) => parts[id]!, new Set(closed)).map(
    ({ id, depth, hasParts }) => `${id}${depth}${hasParts ? '+' : ''}`,
  );

test('each part follows what it is a part of, deeper by one', () => {
  expect(shown([])).toEqual(['b0+', 'd1', 'c0']);
});

test('what is below a closed part is not shown', () => {
  expect(shown(['b'])).toEqual(['b0+', 'c0']);
});

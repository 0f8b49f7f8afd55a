import { keepPlaces, type PaletteGroupLines } from './palette-lines.ts';

const group = (name: string, ...keys: string[]) =>
  ({ group: name, lines: keys.map((key) => ({ key })) }) as unknown as PaletteGroupLines;

const said = (groups: readonly PaletteGroupLines[]) =>
  groups.map(({ group, lines }) => `${group}: ${lines.map(({ key }) => key).join(' ')}`);

test('[W3] what is found later comes below what is shown, which stays in its place', () => {
  const shown = [group('Commands', 'b', 'a'), group('Create', 'task')];
  const now = [group('Found', 'one', 'two'), group('Commands', 'new', 'a', 'b'), group('Create', 'task')];
  expect(said(keepPlaces(shown, now))).toEqual(['Commands: b a new', 'Create: task', 'Found: one two']);
});

test('what is no longer there goes, and the rest keeps its order', () => {
  const shown = [group('Found', 'one', 'two', 'three'), group('Create', 'task')];
  expect(said(keepPlaces(shown, [group('Create', 'task'), group('Found', 'three', 'one')]))).toEqual([
    'Found: one three',
    'Create: task',
  ]);
});

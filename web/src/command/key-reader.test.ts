import { ariaKeys, keyNames } from './key-names.ts';
import { KeyReader, type KeyPress } from './key-reader.ts';

const press = (key: string, rest: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  timeStamp: 0,
  ...rest,
});

const reader = (...keys: readonly string[]) =>
  new KeyReader(
    keys.map((one) => [one, one] as const),
    false,
  );

test('[W3] a key with just its own modifiers, and a sign with Shift or without', () => {
  const keys = reader('n', 'Shift+N', '$mod+k', '?', 'Alt+ArrowUp', 'Space');
  expect(keys.read(press('n'))).toEqual(['n']);
  expect(keys.read(press('N', { shiftKey: true }))).toEqual(['Shift+N']);
  expect(keys.read(press('n', { ctrlKey: true }))).toEqual([]);
  expect(keys.read(press('k', { ctrlKey: true }))).toEqual(['$mod+k']);
  expect(keys.read(press('?', { shiftKey: true }))).toEqual(['?']);
  expect(keys.read(press('?'))).toEqual(['?']);
  expect(keys.read(press('ArrowUp', { altKey: true }))).toEqual(['Alt+ArrowUp']);
  expect(keys.read(press('ArrowUp'))).toEqual([]);
  expect(keys.read(press(' '))).toEqual(['Space']);
});

test('[W3] keys after each other: the second one does not mean itself, unless it is late or fits nothing', () => {
  const keys = reader('g n', 'g g x', 'n', 'x');
  expect(keys.read(press('g'))).toEqual([]);
  expect(keys.read(press('n', { timeStamp: 400 }))).toEqual(['g n']);
  expect(keys.read(press('n', { timeStamp: 500 }))).toEqual(['n']);
  expect(keys.read(press('g', { timeStamp: 600 }))).toEqual([]);
  expect(keys.read(press('n', { timeStamp: 2_000 }))).toEqual(['n']);
  expect(keys.read(press('g', { timeStamp: 2_100 }))).toEqual([]);
  expect(keys.read(press('x', { timeStamp: 2_200 }))).toEqual(['x']);
  for (const [key, timeStamp] of [
    ['g', 2_300],
    ['Shift', 2_400],
    ['g', 2_500],
  ] as const) {
    expect(keys.read(press(key, { timeStamp }))).toEqual([]);
  }
  expect(keys.read(press('x', { timeStamp: 2_600 }))).toEqual(['g g x']);
  expect(keys.read(press('g', { timeStamp: 2_700 }))).toEqual([]);
  keys.forget();
  expect(keys.read(press('n', { timeStamp: 2_800 }))).toEqual(['n']);
});

test('[W3] where the keyboard writes another alphabet, its places count', () => {
  expect(reader('q').read(press('й', { code: 'KeyQ' }))).toEqual(['q']);
  // French: what is at Q writes A, and A it is.
  expect(reader('q', 'a').read(press('a', { code: 'KeyQ' }))).toEqual(['a']);
});

test('keys are named as they are printed', () => {
  expect([keyNames('$mod+Shift+z', false), keyNames('$mod+Shift+z', true), keyNames('g i', false)]).toEqual([
    ['Ctrl', 'Shift', 'Z'],
    ['⌘', '⇧', 'Z'],
    ['G', 'I'],
  ]);
  expect([ariaKeys('$mod+k', false), ariaKeys('$mod+k', true), ariaKeys('g i', false)]).toEqual([
    'Control+k',
    'Meta+k',
    undefined,
  ]);
});

import { fit } from './fuzzy.ts';

const best = (typed: string, ...names: readonly string[]) =>
  names.filter((name) => fit(name, typed) > 0).sort((a, b) => fit(b, typed) - fit(a, typed));

test('[W3] the palette finds a command by its beginning, by beginnings of its words, or by letters of them', () => {
  expect(best('add', 'Read later', 'Add a task', 'Add a list', 'Load address')).toEqual([
    'Add a task',
    'Add a list',
    'Load address',
  ]);
  expect(best('t list', 'Move to a list', 'Add a tag')).toEqual(['Move to a list']);
  expect(best('sdd', 'Set the due date', 'Sign out')).toEqual(['Set the due date']);
  expect(best('zürich', 'Zurich')).toEqual(['Zurich']);
  expect(best('xq', 'Set the due date')).toEqual([]);
});

import { taskCommand } from './task-keys.ts';

const press = (key: string, held: { altKey?: boolean; ctrlKey?: boolean; metaKey?: boolean } = {}) =>
  taskCommand({ key, altKey: false, ctrlKey: false, metaKey: false, ...held });

describe('taskCommand', () => {
  it('moves, completes, edits and deletes by one key', () => {
    expect(['j', 'ArrowUp', 'x', ' ', 'e', 'Delete', 'm'].map((key) => press(key))).toEqual([
      'next',
      'previous',
      'toggle',
      'toggle',
      'edit',
      'remove',
      'menu',
    ]);
  });

  it('reorders with Alt held', () => {
    expect([press('ArrowUp', { altKey: true }), press('ArrowDown', { altKey: true })]).toEqual(['up', 'down']);
  });

  it('leaves the browser its own', () => {
    expect([
      press('j', { ctrlKey: true }),
      press('x', { metaKey: true }),
      press('ArrowLeft', { altKey: true }),
    ]).toEqual([undefined, undefined, undefined]);
    expect(press('Enter')).toBeUndefined();
  });
});

import { GROUPS, SCOPES, type Command, type Scope } from './command.ts';
import { commands, commandOf } from './commands.ts';
import { normalPress } from './key-reader.ts';

/** Those that are never in force at once; a widest one is, beside any other. */
const APART: readonly (readonly [Scope, Scope])[] = [
  ['note', 'task'],
  ['note', 'list'],
  ['note', 'conflict'],
  ['task', 'conflict'],
  ['list', 'conflict'],
];

/** The editor takes these for itself while somebody writes, on purpose: the wider meaning waits until the text is left. */
const TAKEN_BY_TEXT = ['text.link', 'text.leave'];

const isApart = (a: Scope, b: Scope) => APART.some((pair) => pair.includes(a) && pair.includes(b) && a !== b);

const presses = (keys: string) => keys.split(' ').map((press) => normalPress(press, false));

/** Whether one is the other, or its beginning. */
function clash(a: string, b: string): boolean {
  const [one, other] = [presses(a), presses(b)];
  return one.slice(0, other.length).join(' ') === other.slice(0, one.length).join(' ');
}

function isTakenOnPurpose(a: Command, b: Command): boolean {
  if (a.scope !== 'text' && b.scope !== 'text') return false;
  if ([a, b].some(({ id }) => TAKEN_BY_TEXT.includes(id))) return true;
  // Where somebody writes, keys without a modifier are letters.
  return a.scope !== b.scope && ![a, b].find(({ scope }) => scope !== 'text')!.whileTyping;
}

test('[W3] every command has a name, a place in the sheet of keys, and a key', () => {
  expect(commands.length).toBeGreaterThan(50);
  for (const { id, title, keys, group, scope, icon } of commands) {
    expect([id, title]).toEqual([expect.stringMatching(/^[a-z]+(\.[a-z-]+)+$/), expect.stringMatching(/\S/)]);
    expect([id, keys.length > 0 && keys.every((one) => /^\S+( \S+)*$/.test(one))]).toEqual([id, true]);
    expect([id, GROUPS.includes(group), SCOPES.includes(scope), icon !== undefined]).toEqual([id, true, true, true]);
  }
  expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
});

test('[W3] no key means two things in the same place', () => {
  const clashes: string[] = [];
  commands.forEach((a, index) => {
    for (const b of commands.slice(index + 1)) {
      if (isApart(a.scope, b.scope) || isTakenOnPurpose(a, b)) continue;
      for (const one of a.keys)
        for (const other of b.keys) if (clash(one, other)) clashes.push(`${one}: ${a.id}, ${b.id}`);
    }
  });
  expect(clashes).toEqual([]);
});

test('a command is found by its name, and a wrong name is told', () => {
  expect(commandOf('app.undo').keys).toContain('$mod+z');
  expect(() => commandOf('app.nothing')).toThrow('app.nothing');
});

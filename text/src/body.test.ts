import { fromMarkdown } from '@cairn/domain';
import * as Y from 'yjs';
import {
  compactUpdates,
  linksIn,
  linkTarget,
  markdownFrom,
  openBody,
  rewrite,
  takeBack,
  textOf,
  toBase64,
} from './index.ts';

/** One writer's update on top of `updates`. */
function typed(updates: readonly string[], at: number, text: string): string {
  const document = openBody(updates);
  let made: Uint8Array | undefined;
  document.on('updateV2', (update: Uint8Array) => (made = update));
  textOf(document).insert(at, text);
  return toBase64(made!);
}

const ID = '01900000-0000-7000-8000-0000000000aa';

describe('a body', () => {
  test('[M9] begun as Markdown is the same on every device, and comes in once however often it is read', () => {
    const seed = fromMarkdown('Milk\n');
    const [one, other] = [typed([seed], 0, 'Oat '), typed([seed], 5, 'Bread\n')];
    expect(markdownFrom([seed, one, other])).toBe('Oat Milk\nBread\n');
    expect(markdownFrom([other, one, seed, one, seed])).toBe('Oat Milk\nBread\n');
  });

  test('[M9] compacted, it takes in what a device wrote that was away all the time', () => {
    const seed = fromMarkdown('Milk');
    const away = typed([seed], 4, '!');
    let updates = [seed];
    for (let n = 0; n < 20; n += 1) updates = [...updates, typed(updates, 0, `${n} `)];
    const compact = compactUpdates(updates);
    expect(markdownFrom([compact])).toBe(markdownFrom(updates));
    expect(markdownFrom([compact, away])).toBe(`${markdownFrom(updates)}!`);
    expect(markdownFrom([compactUpdates([compact, away]), seed, ...updates, away])).toBe(`${markdownFrom(updates)}!`);
  });

  test('[M10] one update is taken back, and what others wrote since stays', () => {
    const seed = fromMarkdown('one two');
    const mine = typed([seed], 3, ' mine');
    const theirs = typed([seed, mine], 0, 'zero ');
    const updates = [seed, mine, theirs];
    const undo = takeBack(updates, mine)!;
    expect(markdownFrom([...updates, undo])).toBe('zero one two');
    expect(takeBack([...updates, undo], undo)).toBeDefined();
    expect(markdownFrom([...updates, undo, takeBack([...updates, undo], undo)!])).toBe('zero one mine two');
  });

  test('[M10] an earlier text is brought back by changing only what differs', () => {
    const seed = fromMarkdown('Dear 🌍, hello');
    const update = rewrite([seed], 'Dear 🌎, hello')!;
    expect(markdownFrom([seed, update])).toBe('Dear 🌎, hello');
    expect(rewrite([seed], 'Dear 🌍, hello')).toBeUndefined();
    expect(markdownFrom([seed, update, typed([seed], 'Dear 🌍, hello'.length, '!')])).toBe('Dear 🌎, hello!');
  });

  test('[M9] what is no update is refused, not swallowed', () => {
    expect(() => openBody(['AAAA////'])).toThrow();
    expect(new Y.Doc().clientID).not.toBe(1);
  });

  test('[M9] links to tasks and notes are found in its Markdown', () => {
    const target = linkTarget({ entityType: 'Note', entityId: ID });
    expect(linksIn(`see [Shopping](${target}) and [it](${target}), not [this](https://example.org)`)).toEqual([
      { entityType: 'Note', entityId: ID },
    ]);
  });
});

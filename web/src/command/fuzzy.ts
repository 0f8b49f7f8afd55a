import { fold } from '../search/fold.ts';

/** How well a name fits what is typed: the higher the better; 0 not at all. */
export function fit(name: string, typed: string): number {
  const within = fold(name);
  const asked = fold(typed.trim());
  if (asked === '') return 1;
  if (within.startsWith(asked)) return 100 - within.length / 100;
  const words = asked.split(/\s+/);
  if (words.every((word) => within.startsWith(word) || within.includes(` ${word}`))) return 80 - within.length / 100;
  if (words.every((word) => within.includes(word))) return 60 - within.length / 100;
  return inOrder(within, asked.replaceAll(/\s+/g, ''));
}

/** All letters, one after the other; the fewer there are in between the better. */
function inOrder(within: string, letters: string): number {
  if (letters.length < 2) return 0;
  let at = -1;
  let gaps = 0;
  for (const letter of letters) {
    const next = within.indexOf(letter, at + 1);
    if (next < 0) return 0;
    // A letter that begins a word is meant.
    if (next !== at + 1 && within[next - 1] !== ' ') gaps += 1;
    at = next;
  }
  return gaps > letters.length / 2 ? 0 : 40 - gaps * 5;
}

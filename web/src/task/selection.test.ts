import { allOf, chosenIn, extended, NOTHING, toggled, type Selection } from './selection.ts';

const SHOWN = [...'abcdef'];
const chosen = (selection: Selection, shown = SHOWN) => chosenIn(selection, shown).join('');
const pick = (...ids: readonly string[]) => ids.reduce((selection, id) => toggled(selection, id, SHOWN), NOTHING);

describe('a selection', () => {
  it('is empty at first', () => {
    expect(chosen(NOTHING)).toBe('');
  });

  it('takes rows in and out one by one', () => {
    expect(chosen(pick('d', 'b'))).toBe('bd');
    expect(chosen(pick('d', 'b', 'd'))).toBe('b');
  });

  it('[V3] stretches from where it began to the row last asked for, both ways', () => {
    const stretched = extended(pick('c'), 'e', 'c');
    expect(chosen(stretched)).toBe('cde');
    expect(chosen(extended(stretched, 'a', 'c'))).toBe('abc');
    expect(chosen(extended(NOTHING, 'd', 'c'))).toBe('cd');
  });

  it('keeps what was taken one by one beside a stretch, and lets go of single rows of one', () => {
    expect(chosen(extended(pick('a', 'd'), 'e', 'd'))).toBe('ade');
    expect(chosen(toggled(extended(pick('c'), 'f', 'c'), 'd', SHOWN))).toBe('cef');
  });

  it('lets go of what has left the list', () => {
    expect(chosen(extended(pick('c'), 'e', 'c'), [...'abce'])).toBe('ce');
    expect(chosen(pick('a', 'b'), [...'bc'])).toBe('b');
  });

  it('takes all', () => {
    expect(chosen(allOf(SHOWN))).toBe('abcdef');
  });
});

import { withLingering } from './lingering.ts';

const show = (shown: string, ids: string, staying: string) =>
  withLingering([...shown], [...ids], new Set(staying)).join('');

describe('withLingering', () => {
  it('keeps what just left where it stood', () => {
    expect(show('abcd', 'acd', 'b')).toBe('abcd');
    expect(show('abcd', 'cd', 'ab')).toBe('abcd');
    expect(show('abcd', 'abc', 'd')).toBe('abcd');
    expect(show('aHbc', 'ac', 'b')).toBe('abc');
  });

  it('lets go of it, and takes in what is new', () => {
    expect(show('abcd', 'acd', '')).toBe('acd');
    expect(show('abc', 'acx', 'b')).toBe('abcx');
  });

  it('does not double what came back', () => {
    expect(show('abc', 'abc', 'b')).toBe('abc');
  });

  it('answers the same array while nothing changes', () => {
    const shown = ['a', 'b'];
    expect(withLingering(shown, ['a', 'b'], new Set())).toBe(shown);
  });
});

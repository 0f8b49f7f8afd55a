import { keyAtEnd, placeBetween } from './order-keys.ts';

function arrange(keys: Record<string, string>, moved: string, to: number) {
  const others = Object.keys(keys).filter((id) => id !== moved);
  const written = placeBetween(others.slice(0, to), moved, others.slice(to), (id) => keys[id]!);
  const all = { ...keys, ...Object.fromEntries(written) };
  const order = Object.keys(all).sort((a, b) => (all[a]! < all[b]! ? -1 : all[a]! > all[b]! ? 1 : a < b ? -1 : 1));
  return { written: [...written.keys()], order: order.join('') };
}

describe('placeBetween', () => {
  const plain = { a: 'a0', b: 'a1', c: 'a2' };

  it('writes only the moved one where there is room', () => {
    expect(arrange(plain, 'c', 0)).toEqual({ written: ['c'], order: 'cab' });
    expect(arrange(plain, 'c', 1)).toEqual({ written: ['c'], order: 'acb' });
    expect(arrange(plain, 'a', 2)).toEqual({ written: ['a'], order: 'bca' });
    expect(arrange({ a: 'a0' }, 'a', 0)).toEqual({ written: ['a'], order: 'a' });
  });

  it('makes room between equal keys of two devices', () => {
    expect(arrange({ a: 'a1', b: 'a1', c: 'a1', d: 'a2', m: 'a9' }, 'm', 1)).toEqual({
      written: ['m', 'b', 'c'],
      order: 'ambcd',
    });
  });

  it('stands after equal keys without touching them', () => {
    expect(arrange({ a: 'a1', b: 'a1', c: 'a2', m: 'a9' }, 'm', 2)).toEqual({ written: ['m'], order: 'abmc' });
  });

  it('rewrites neighbours whose keys nothing can be counted from', () => {
    expect(arrange({ a: 'a1', b: 'b', c: 'zz', m: 'a0' }, 'm', 2)).toEqual({
      written: ['b', 'm', 'c'],
      order: 'abmc',
    });
  });

  it('rewrites a neighbour whose key has grown long', () => {
    const long = `a1${'V'.repeat(120)}`;
    expect(arrange({ a: 'a1', b: long, c: 'a2', m: 'a9' }, 'm', 2).written).toEqual(['b', 'm']);
  });
});

describe('keyAtEnd', () => {
  it('follows the last usable key', () => {
    expect(keyAtEnd([], () => '')).toBe('a0');
    expect(keyAtEnd(['a', 'b'], (id) => ({ a: 'a0', b: 'a1' })[id]!)).toBe('a2');
  });
});

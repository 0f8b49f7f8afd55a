import { buildSchema, getIntrospectionQuery, parse } from 'graphql';
import { Documents } from './documents.ts';
import { excessOf } from './document-limits.ts';
import { LIMITS } from './limits.ts';

const schema = buildSchema(`
  type Query { a: Query  b: Int  some(first: Int = 50): Page  named: Named  events(events: [Int]): [Query] }
  type Page { nodes: [Query!]!  total: Int }
  interface Named { name: String }
  type One implements Named { name: String  ones: [Query] }
  type Two implements Named { name: String  two: Int }
`);
const documents = new Documents(schema, LIMITS);
const excess = (text: string) => excessOf(parse(text), LIMITS);
const nested = (levels: number) => `${'{ a '.repeat(levels - 1)}{ b }${' }'.repeat(levels - 1)}`;
const many = (count: number, text: string) =>
  Array.from({ length: count }, (_, n) => text.replaceAll('#', String(n))).join(' ');

test('[fault F62] [SAFE3] [LIM1] documents have bounded depth, fragments counted', () => {
  expect(excess(nested(10))).toBeUndefined();
  expect(excess(nested(11))).toBe('at most 10 levels deep');
  expect(excess(`{ a { ...f } } fragment f on Query ${nested(10)}`)).toBe('at most 10 levels deep');
});

test('[fault F62] [LIM1] aliases, directives, repetitions, fragments and fields of the root are counted', () => {
  expect(excess(`{ a { ${many(200, 'b#: b')} } }`)).toBeUndefined();
  expect(excess(`{ a { ${many(201, 'b#: b')} } }`)).toBe('at most 200 aliases');
  expect(excess(`{ a ${many(51, '@skip(if: false)')} { b } }`)).toBe('at most 50 directives');
  expect(excess(`{ a { ${many(11, 'b')} } }`)).toBe('at most 10 times the same field');
  expect(excess(`{ a { ${many(11, '...f')} } } fragment f on Query { b }`)).toBe('at most 10 times the same field');
  expect(excess(`{ b } ${many(51, 'fragment f# on Query { b }')}`)).toBe('at most 50 fragments');
  expect(excess(`{ ${many(101, 'b#: b')} }`)).toBe('at most 100 fields at once');
  expect(
    excess(`{ ...f ...g } fragment f on Query { ${many(60, 'f#: b')} } fragment g on Query { ${many(60, 'g#: b')} }`),
  ).toBe('at most 100 fields at once');
});

test('[fault F62] [SAFE3] [LIM1] fragments in a circle are refused, not followed', () => {
  const circle = documents.read('{ ...f } fragment f on Query { a { ...f } }');
  expect(documents.errorsOf(circle).length).toBeGreaterThan(0);
});

test('[LIM1] introspection is let through, a second time in one document not for ever', () => {
  const query = getIntrospectionQuery();
  const document = documents.read(query);
  expect(documents.errorsOf(document)).toEqual([]);
  expect(() => documents.admit(document, undefined, {})).not.toThrow();
  const types = many(10, 't#: __schema { types { name fields { name type { name fields { name } } } } }');
  const greedy = documents.read(`{ ${types} }`);
  expect(() => documents.admit(greedy, undefined, {})).toThrow(/points/);
});

test('[LIM1] a document costs by what it may answer: fields, sizes asked for, the dearest of several types', () => {
  const costOf = (text: string, variables = {}) => {
    const strict = new Documents(schema, { ...LIMITS, cost: -1 });
    const document = strict.read(text);
    try {
      strict.admit(document, undefined, variables);
    } catch (error) {
      return Number(/for (\d+) points/.exec((error as Error).message)![1]);
    }
    throw new Error('it was let through');
  };
  expect(costOf('{ b }')).toBe(101);
  expect(costOf('{ some { nodes { b } } }')).toBe(110 + 50 * 11);
  expect(costOf('{ some(first: 100) { nodes { b } } }')).toBe(110 + 100 * 11);
  expect(costOf('query ($n: Int) { some(first: $n) { nodes { b } } }', { n: 200 })).toBe(110 + 200 * 11);
  expect(costOf('query ($n: Int = 10) { some(first: $n) { nodes { b } } }')).toBe(110 + 10 * 11);
  const spread = 'query ($n: Int) { some(first: $n) { ...p } } fragment p on Page { nodes { b } }';
  expect(costOf(spread, { n: 20 })).toBe(110 + 20 * 11);
  expect(costOf('query ($e: [Int]) { events(events: $e) { b } }', { e: [1, 2, 3] })).toBe(100 + 3 * 11);
  const one = '... on One { ones { b } }';
  expect(costOf(`{ named { ${one} ... on Two { two } } }`)).toBe(costOf(`{ named { ${one} } }`));
});

test('[fault F62] [LIM1] fragments that fold out to more than any answer cost no time, and are refused', () => {
  const folded = Array.from({ length: 9 }, (_, n) => {
    return `fragment f${n} on Query { ${Array.from({ length: 20 }, (_, k) => `a${k}: a { ...f${n + 1} }`).join(' ')} }`;
  });
  const text = `{ ...f0 } ${folded.join(' ')} fragment f9 on Query { b }`;
  const started = performance.now();
  const document = documents.read(text);
  expect(documents.errorsOf(document)).toEqual([]);
  expect(() => documents.admit(document, undefined, {})).toThrow(/points/);
  expect(performance.now() - started).toBeLessThan(1_000);
});

import { buildSchema, getIntrospectionQuery, parse, specifiedRules, validate } from 'graphql';
import { documentLimits } from './document-limits.ts';

const schema = buildSchema('type Query { a: Query  b: Int }');
const errorsOf = (document: string) => validate(schema, parse(document), [...specifiedRules, documentLimits]);
const nested = (levels: number) => `${'{ a '.repeat(levels - 1)}{ b }${' }'.repeat(levels - 1)}`;

test('[fault F62] [SAFE3] documents have bounded depth, fragments counted', () => {
  expect(errorsOf(nested(10))).toEqual([]);
  expect(errorsOf(nested(11))).toMatchObject([{ message: 'at most 10 levels deep' }]);
  expect(errorsOf(`{ a { ...f } } fragment f on Query ${nested(10)}`)).toMatchObject([
    { message: 'at most 10 levels deep' },
  ]);
});

test('[fault F62] [SAFE3] fragments in a circle are refused, not followed', () => {
  expect(errorsOf('{ ...f } fragment f on Query { a { ...f } }').length).toBeGreaterThan(0);
});

test('[SAFE3] introspection is let through', () => {
  expect(errorsOf(getIntrospectionQuery())).toEqual([]);
});

import fc from 'fast-check';
import {
  coerceInputValue,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'graphql';
import { apiSchema } from '../schema.ts';
import { isCoerced } from './is-coerced.ts';

/** What a client may send for a type: mostly what fits, and what GraphQL makes something else of, or refuses. */
function anyFor(type: GraphQLInputType): fc.Arbitrary<unknown> {
  if (isNonNullType(type)) return anyFor(type.ofType);
  const odd = fc.constantFrom<unknown>(null, 7, -0.5, 2 ** 31, '7', true, [], ['a'], {}, { a: 1 });
  const most = (fitting: fc.Arbitrary<unknown>) =>
    fc.oneof({ arbitrary: fitting, weight: 30 }, { arbitrary: odd, weight: 1 });
  if (isListType(type)) return most(fc.array(anyFor(type.ofType), { maxLength: 3 }));
  if (isEnumType(type)) return most(fc.constantFrom(...type.getValues().map(({ name }) => name)));
  if (isInputObjectType(type)) {
    const members = Object.values(type.getFields()).map(({ name, type }) => [name, anyFor(type)] as const);
    const required = members.filter(([name]) => isNonNullType(type.getFields()[name]!.type)).map(([name]) => name);
    const fitting = fc.record(Object.fromEntries(members), { requiredKeys: required });
    const other = fc.tuple(fitting, fc.constantFrom('more', 'constructor', ...members.map(([name]) => name)), odd);
    return fc.oneof(
      { arbitrary: fitting, weight: 20 },
      { arbitrary: other.map(([value, name, member]) => ({ ...value, [name]: member })), weight: 1 },
      { arbitrary: other.map(([value, name]) => ({ ...value, [name]: undefined })), weight: 1 },
    );
  }
  const fitting = { Int: fc.integer(), Boolean: fc.boolean(), Float: fc.double() }[type.name] ?? fc.string();
  return most(fitting);
}

const fail = (_path: unknown, _value: unknown, error: Error): never => {
  throw error;
};

test('[E1] what is taken as it is, is what GraphQL would make of it: for the input of every event', async () => {
  const schema = await apiSchema();
  const inputs = Object.values((schema.getType('EventInput') as GraphQLInputObjectType).getFields());
  expect(inputs.length).toBeGreaterThan(40);
  const taken = { asItIs: 0, otherwise: 0 };
  for (const { type } of inputs) {
    fc.assert(
      fc.property(anyFor(type), (value) => {
        const given = JSON.parse(JSON.stringify(value) ?? 'null') as unknown;
        if (!isCoerced(given, type)) {
          taken.otherwise += 1;
          return;
        }
        taken.asItIs += 1;
        expect(coerceInputValue(given, type, fail)).toEqual(given);
      }),
      { numRuns: 60 },
    );
  }
  expect(taken.asItIs).toBeGreaterThan(inputs.length * 20);
  expect(taken.otherwise).toBeGreaterThan(inputs.length);
});

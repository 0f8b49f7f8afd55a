import { readFile } from 'node:fs/promises';
import { getNamedType, type GraphQLInputObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { registry } from '@cairn/domain';
import { emitSchema } from './emit-schema.ts';
import { apiSchema } from './schema.ts';

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await apiSchema();
});

test('[E1] every event is one mutation, and its input is a field of the @oneOf EventInput', () => {
  const eventInput = schema.getType('EventInput') as GraphQLInputObjectType;
  expect(eventInput.isOneOf).toBe(true);
  expect(Object.keys(eventInput.getFields()).sort()).toEqual([...registry.mutations].sort());
  for (const mutation of registry.mutations) {
    const { args, type } = schema.getMutationType()!.getFields()[mutation]!;
    expect(args.map(({ name }) => name)).toEqual(['input']);
    expect(getNamedType(args[0]!.type)).toBe(eventInput.getFields()[mutation]!.type);
    expect(String(type)).toBe('Receipt!');
  }
});

test('[E1] no event input has a default: what is hashed is what was sent', () => {
  for (const { type } of Object.values((schema.getType('EventInput') as GraphQLInputObjectType).getFields())) {
    for (const field of Object.values((type as GraphQLInputObjectType).getFields())) {
      expect([String(type), field.name, field.defaultValue]).toEqual([String(type), field.name, undefined]);
    }
  }
});

test('[F1] every entity type has all its fields in the schema', () => {
  for (const { type, fields } of registry.entities) {
    const object = schema.getType(type) as GraphQLObjectType;
    expect(object.getInterfaces().map(String)).toEqual(['Entity']);
    expect(Object.keys(object.getFields())).toEqual(expect.arrayContaining(Object.keys(fields)));
  }
});

test('schema.graphql is what the code says', async () => {
  const file = await readFile(new URL('../../schema.graphql', import.meta.url), 'utf8');
  expect(file).toBe(await emitSchema());
});

import { readdir, readFile } from 'node:fs/promises';
import {
  buildSchema,
  findBreakingChanges,
  findDangerousChanges,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  isSpecifiedScalarType,
  type GraphQLNamedType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
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

/** Names of what has no description: the type, its fields or values, their arguments. */
function* undescribed(type: GraphQLNamedType): Generator<string> {
  if (!type.description) yield type.name;
  if (isEnumType(type)) {
    for (const value of type.getValues()) if (!value.description) yield `${type.name}.${value.name}`;
  }
  if (isInputObjectType(type)) {
    for (const field of Object.values(type.getFields())) if (!field.description) yield `${type.name}.${field.name}`;
  }
  if (isObjectType(type) || isInterfaceType(type)) {
    for (const field of Object.values(type.getFields())) {
      if (!field.description) yield `${type.name}.${field.name}`;
      for (const arg of field.args) if (!arg.description) yield `${type.name}.${field.name}(${arg.name})`;
    }
  }
}

test('[P1] every type, field, argument and value says what it is', () => {
  const types = Object.values(schema.getTypeMap()).filter(
    (type) => !isIntrospectionType(type) && !isSpecifiedScalarType(type),
  );
  expect(types.length).toBeGreaterThan(100);
  expect(types.flatMap((type) => [...undescribed(type)])).toEqual([]);
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

/** Changes that could surprise a program of an older release, and why they do not. */
const HARMLESS: readonly (readonly [change: RegExp, reason: string])[] = [
  [/^An optional (?:arg|field) .* was added\.$/, 'what may be left out changes nothing for those who leave it out'],
];

test('[E4] the schema only grows: what a program of any release asks is still answered', async () => {
  const folder = new URL('../test/frozen/schema/', import.meta.url);
  const releases = await readdir(folder);
  expect(releases.length).toBeGreaterThan(0);
  for (const release of releases) {
    const old = buildSchema(await readFile(new URL(release, folder), 'utf8'));
    const breaking = findBreakingChanges(old, schema).map(({ description }) => `${release}: ${description}`);
    const dangerous = findDangerousChanges(old, schema)
      .map(({ description }) => description)
      .filter((description) => !HARMLESS.some(([change]) => change.test(description)))
      .map((description) => `${release}: ${description}`);
    expect({ breaking, dangerous }).toEqual({ breaking: [], dangerous: [] });
  }
});

test.each([
  ['a field that is gone', 'position: Int!', 'place: Int!'],
  ['an input that must be given', 'input EventStampInput {', 'input EventStampInput {\n  must: Int!'],
  ['a value that old programs do not know', '  QUEUED', '  QUEUED\n  ELSEWHERE'],
])('[E4] %s is seen', async (_what, from, to) => {
  const text = await emitSchema();
  const other = text.replaceAll(from, to);
  expect(other === text).toBe(false);
  const changed = buildSchema(other);
  expect([...findBreakingChanges(schema, changed), ...findDangerousChanges(schema, changed)].length).toBeGreaterThan(0);
});

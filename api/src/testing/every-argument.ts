import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
} from 'graphql';

/** What a device gives although the schema lets programs leave it out. */
const STAMP = new Set(['parentVersion', 'sequence', 'occurredAt']);

type Given = GraphQLArgument | GraphQLInputField;

/** One place of a root field where a value of the schema's `ID` or `Cursor` goes in: `moveTask.input.listId`. */
export interface Place {
  readonly operation: 'query' | 'mutation' | 'subscription';
  readonly field: string;
  readonly path: readonly string[];
  readonly type: 'ID' | 'Cursor';
}

/** What a member gets that is not the one in question. Undefined: a value of its type. */
export type Fill = (name: string, type: string) => unknown;

/** Every such place. */
export function placesOf(schema: GraphQLSchema): Place[] {
  const roots = [
    ['query', schema.getQueryType()],
    ['mutation', schema.getMutationType()],
    ['subscription', schema.getSubscriptionType()],
  ] as const;
  return roots.flatMap(([operation, root]) =>
    Object.values(root!.getFields()).flatMap((field) =>
      field.args
        .flatMap((arg) => leavesOf(arg))
        .map(({ path, type }) => ({ operation, field: field.name, path, type })),
    ),
  );
}

function leavesOf(given: Given): { readonly path: readonly string[]; readonly type: 'ID' | 'Cursor' }[] {
  const type = getNamedType(given.type);
  if (type.name === 'ID' || type.name === 'Cursor') return [{ path: [given.name], type: type.name }];
  if (!isInputObjectType(type)) return [];
  return Object.values(type.getFields())
    .flatMap(leavesOf)
    .map((leaf) => ({ ...leaf, path: [given.name, ...leaf.path] }));
}

/** The document that asks at this place for all that can be had there, and its variables with `value` in the place. */
export function documentFor(schema: GraphQLSchema, { operation, field, path }: Place, value: unknown, fill: Fill) {
  const root = {
    query: schema.getQueryType,
    mutation: schema.getMutationType,
    subscription: schema.getSubscriptionType,
  };
  const { args, type } = root[operation].call(schema)!.getFields()[field]!;
  const used = args.filter((arg) => arg.name === path[0] || isRequired(arg));
  const declared = used.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ');
  const passed = used.map(({ name }) => `${name}: $${name}`).join(', ');
  return {
    query: `${operation} At(${declared}) { ${field}(${passed}) ${selectionOf(schema, type, operation === 'mutation' ? 2 : 4)} }`,
    variables: Object.fromEntries(used.map((arg) => [arg.name, valueFor(arg, path, value, fill)])),
  };
}

function valueFor(given: Given, [name, ...path]: readonly string[], value: unknown, fill: Fill): unknown {
  const isThere = given.name === name;
  const filled = isThere && path.length === 0 ? value : fill(given.name, getNamedType(given.type).name);
  if (filled !== undefined) return isListType(nullable(given.type)) && !Array.isArray(filled) ? [filled] : filled;
  const type = getNamedType(given.type);
  const one = isInputObjectType(type) ? objectFor(type, isThere ? path : [], value, fill) : scalarFor(type.name, type);
  return isListType(nullable(given.type)) ? [one] : one;
}

function objectFor(type: GraphQLInputObjectType, path: readonly string[], value: unknown, fill: Fill): object {
  const fields = Object.values(type.getFields()).filter(
    (field) => field.name === path[0] || isRequired(field) || STAMP.has(field.name),
  );
  return Object.fromEntries(fields.map((field) => [field.name, valueFor(field, path, value, fill)]));
}

function scalarFor(name: string, type: GraphQLInputType): unknown {
  if (isEnumType(type)) return type.getValues()[0]!.name;
  return { String: 'x', Int: 1, Float: 1, Boolean: true, JsonObject: {}, JsonValue: 'x' }[name];
}

function selectionOf(schema: GraphQLSchema, output: GraphQLOutputType, depth: number): string {
  const type = getNamedType(output);
  if (isLeafType(type)) return '';
  if (!isObjectType(type) && !isInterfaceType(type)) throw new Error(`cannot select of ${type.name}`);
  const fields = Object.values(type.getFields()).filter(
    (field) => field.args.every((arg) => !isRequired(arg)) && (isLeafType(getNamedType(field.type)) || depth > 1),
  );
  const own = fields.map((field) => `${field.name} ${selectionOf(schema, field.type, depth - 1)}`);
  // Fields of one name may have several types among the kinds: an alias keeps them apart.
  const kinds = isInterfaceType(type)
    ? schema.getPossibleTypes(type).map((kind) => {
        const leaves = Object.values(kind.getFields()).filter(({ type }) => isLeafType(getNamedType(type)));
        return `... on ${kind.name} { ${leaves.map(({ name }) => `${kind.name}_${name}: ${name}`).join(' ')} }`;
      })
    : [];
  return `{ __typename ${[...own, ...kinds].join(' ')} }`;
}

function isRequired({ type, defaultValue }: Given): boolean {
  return isNonNullType(type) && defaultValue === undefined;
}

function nullable(type: GraphQLInputType): GraphQLInputType {
  return isNonNullType(type) ? type.ofType : type;
}

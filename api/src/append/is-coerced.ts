import {
  GraphQLBoolean,
  GraphQLID,
  GraphQLInt,
  GraphQLString,
  isInputObjectType,
  isListType,
  isNonNullType,
  type GraphQLInputType,
} from 'graphql';

/** What each leaf type takes and gives back as it is. What it makes something else of, and other leaves, are not here. */
const LEAVES = new Map<unknown, (value: unknown) => boolean>([
  [GraphQLString, (value) => typeof value === 'string'],
  [GraphQLID, (value) => typeof value === 'string'],
  [GraphQLBoolean, (value) => typeof value === 'boolean'],
  [GraphQLInt, (value) => typeof value === 'number' && (value | 0) === value],
]);

/**
 * True when `coerceInputValue` would give an equal value: then there is no need of its copy, which is made without a
 * prototype, and so is slow to make and to read. False says nothing.
 * @param value as JSON gives it
 */
export function isCoerced(value: unknown, type: GraphQLInputType): boolean {
  if (isNonNullType(type)) return value !== null && isCoerced(value, type.ofType);
  if (value === null) return true;
  if (isListType(type)) return Array.isArray(value) && value.every((item) => isCoerced(item, type.ofType));
  if (!isInputObjectType(type)) return LEAVES.get(type)?.(value) ?? false;
  if (typeof value !== 'object' || Array.isArray(value) || type.isOneOf) return false;
  const fields = type.getFields();
  for (const name in value) if (!(name in fields)) return false;
  for (const name in fields) {
    const field = fields[name]!;
    const member = (value as Readonly<Record<string, unknown>>)[name];
    if (member === undefined) {
      if (field.defaultValue !== undefined || isNonNullType(field.type)) return false;
    } else if (!isCoerced(member, field.type)) return false;
  }
  return true;
}

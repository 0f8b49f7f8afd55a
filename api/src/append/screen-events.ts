import {
  coerceInputValue,
  getNamedType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
  type GraphQLInputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type TypeNode,
} from 'graphql';
import { apiError } from '../errors.ts';
import type { AppendItem } from './append-item.ts';
import { BATCH_LIMIT } from './batch-limit.ts';
import { sizeOf } from './json-size.ts';

/** Values in all variables of one request: some ten milliseconds to walk. */
const REQUEST_LIMIT = 60_000;

/** By variable, what was taken out of it, and where it stood. */
export type Screened = Map<string, { readonly index: number; readonly item: AppendItem }[]>;

/**
 * GraphQL coerces a list as a whole: one item that does not fit its type fails the request, and an outbox could never
 * send the others. So each item of an event list is coerced alone first; those that fail are taken out of the variables
 * and put back, with the reason, by `mergeScreened`.
 * @returns the variables that remain
 * @throws BATCH_TOO_LARGE, BAD_USER_INPUT
 */
export function screenEvents(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  screened: Screened,
): Readonly<Record<string, unknown>> {
  const remaining = { ...variables };
  let values = 0;
  for (const { variable, type } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const items = variables[name];
    const itemType = eventListItem(schema, type);
    if (!itemType || !Array.isArray(items)) {
      if (sizeOf(items) === Infinity)
        throw apiError('BAD_USER_INPUT', `$${name} is nested too deeply, or has too many members`);
      continue;
    }
    if (items.length > BATCH_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${BATCH_LIMIT} events at once`);
    const misfits = items.flatMap((item: unknown, index) => {
      const size = sizeOf(item);
      values += size === Infinity ? 1 : size;
      if (values > REQUEST_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${REQUEST_LIMIT} values at once`);
      const misfit = size === Infinity ? 'nested too deeply, or too many members' : misfitOf(item, itemType);
      return misfit === undefined ? [] : [{ index, item: { ...itemOf(item), misfit } }];
    });
    if (misfits.length === 0) continue;
    const out = new Set(misfits.map(({ index }) => index));
    remaining[name] = items.filter((_item, index) => !out.has(index));
    screened.set(name, misfits);
  }
  return remaining;
}

/** The events of a resolver's `events` argument, with what was taken out of its variable at its old place. */
export function mergeScreened(
  events: readonly Readonly<Record<string, unknown>>[],
  screened: Screened,
  info: GraphQLResolveInfo,
): AppendItem[] {
  const items = events.map(itemOf);
  const value = info.fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'events')?.value;
  const misfits = value?.kind === Kind.VARIABLE ? (screened.get(value.name.value) ?? []) : [];
  for (const { index, item } of misfits) items.splice(index, 0, item);
  return items;
}

/** The one member of an `EventInput`; anything else is an event without a name. */
function itemOf(event: unknown): AppendItem {
  const members = event !== null && typeof event === 'object' ? Object.entries(event) : [];
  const [mutation, input] = members.length === 1 ? members[0]! : ['', undefined];
  return { mutation, input };
}

function eventListItem(schema: GraphQLSchema, typeNode: TypeNode): GraphQLInputType | undefined {
  const type = typeFromAST(schema, typeNode as never) as GraphQLInputType | undefined;
  const list = isNonNullType(type) ? type.ofType : type;
  return isListType(list) && getNamedType(list).name === 'EventInput' ? list.ofType : undefined;
}

function misfitOf(item: unknown, type: GraphQLInputType): string | undefined {
  try {
    // Thrown, not collected: the first one tells, and there may be very many.
    coerceInputValue(item, type, (_path, _value, error) => {
      throw error;
    });
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

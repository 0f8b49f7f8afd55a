import {
  coerceInputValue,
  getNamedType,
  getNullableType,
  isInputObjectType,
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
import { isCoerced } from './is-coerced.ts';
import { sizeOf } from './json-size.ts';

/** Values in all variables of one request: some ten milliseconds to walk. */
const REQUEST_LIMIT = 60_000;

/** By variable, the events that were taken out of it. */
export type Screened = Map<string, readonly AppendItem[]>;

/**
 * GraphQL coerces a list as a whole: one item that does not fit its type fails the request, and an outbox could never
 * send the others. So each item of an event list is coerced alone here, once, and the variable is left with none;
 * `screenedEvents` has them.
 * @returns the variables for GraphQL to coerce
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
    screened.set(
      name,
      items.map((item: unknown) => {
        const size = sizeOf(item);
        values += size === Infinity ? 1 : size;
        if (values > REQUEST_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${REQUEST_LIMIT} values at once`);
        if (size === Infinity) return { ...itemOf(item), misfit: 'nested too deeply, or too many members' };
        return coerced(item, itemType);
      }),
    );
    remaining[name] = [];
  }
  return remaining;
}

/** The events of a resolver's `events` argument, wherever they were coerced. */
export function screenedEvents(
  events: readonly Readonly<Record<string, unknown>>[],
  screened: Screened,
  info: GraphQLResolveInfo,
): readonly AppendItem[] {
  const value = info.fieldNodes[0]?.arguments?.find(({ name }) => name.value === 'events')?.value;
  return (value?.kind === Kind.VARIABLE && screened.get(value.name.value)) || events.map(itemOf);
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

function coerced(item: unknown, type: GraphQLInputType): AppendItem {
  const { mutation, input } = itemOf(item);
  const event = getNullableType(type);
  const member = isInputObjectType(event) ? event.getFields()[mutation] : undefined;
  try {
    // Its own member alone: the input has one for every kind of event, and none but this is there.
    if (member) {
      const { type } = member;
      return { mutation, input: isCoerced(input, type) ? input : coerceInputValue(input, type, fail) };
    }
    return itemOf(coerceInputValue(item, type, fail));
  } catch (error) {
    return { mutation, input, misfit: (error as Error).message };
  }
}

/** Thrown, not collected: the first one tells, and there may be very many. */
function fail(_path: readonly (string | number)[], _value: unknown, error: Error): never {
  throw error;
}

import type { GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { Registry } from '@cairn/domain';
import type { Receipt } from '../append/receipt-type.ts';
import type { ApiContext } from '../context.ts';
import { apiError } from '../errors.ts';
import { BATCH_FIELD, needOf, type Need } from './field-scopes.ts';
import { allows, appendScope } from './scope.ts';
import type { Grant } from './session.ts';

type Resolver = GraphQLFieldResolver<unknown, ApiContext>;

/**
 * Makes every root field ask first whether an access token may. Here, and nowhere else: over HTTP and on sockets the
 * same fields are resolved.
 */
export function guardFields(schema: GraphQLSchema, registry: Registry): void {
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const field of Object.values(root?.getFields() ?? {})) {
      const entry = root === schema.getSubscriptionType() ? 'subscribe' : 'resolve';
      const isBatch = field.name === BATCH_FIELD;
      const need = isBatch ? undefined : needOf(root!.name, field.name, registry);
      field[entry] = guarded(field[entry] as Resolver, (args, context) =>
        need ? [need] : needsOfBatch(appendedBy(args, context), registry),
      ) as Resolver;
      if (isBatch || registry.mutations.includes(field.name))
        field.resolve = withoutEntities(field.resolve as Resolver);
    }
  }
}

type NeedsOf = (args: Readonly<Record<string, unknown>>, context: ApiContext) => readonly Need[];

function guarded(resolve: Resolver, needsOf: NeedsOf): Resolver {
  return (source, args, context, info) => {
    const grant = context.session?.grant;
    if (grant && !needsOf(args, context).every((need) => isGranted(grant, need))) {
      throw apiError('FORBIDDEN', 'this token may not do that');
    }
    return resolve(source, args, context, info);
  };
}

function isGranted({ scopes }: Grant, need: Need): boolean {
  if (need === 'anyone') return true;
  if (need === 'append something') return scopes.some((scope) => scope.startsWith('append'));
  return need !== 'device' && allows(scopes, need);
}

/** The mutations of a batch, in the document and in the variables they were taken out of. */
function appendedBy({ events }: Readonly<Record<string, unknown>>, { screened }: ApiContext): string[] {
  const taken = [...screened.values()].flat().map(({ mutation }) => mutation);
  return [...(events as readonly object[]).flatMap((event) => Object.keys(event)), ...taken];
}

/** Nothing for what is no event of this server: that is refused for what it is. */
function needsOfBatch(mutations: readonly string[], registry: Registry): Need[] {
  const known = mutations.filter((mutation) => registry.mutations.includes(mutation));
  return ['append something', ...known.map((mutation) => appendScope(registry.eventOf(mutation).entity))];
}

/** A receipt shows the entity as it is now: to a token that may append but not read, only that it was appended. */
function withoutEntities(resolve: Resolver): Resolver {
  return async (source, args, context, info) => {
    const answer = (await resolve(source, args, context, info)) as Receipt | readonly Receipt[];
    const grant = context.session?.grant;
    if (!grant || allows(grant.scopes, 'read')) return answer;
    const hide = (receipt: Receipt): Receipt => ({ ...receipt, entity: null });
    return Array.isArray(answer) ? answer.map(hide) : hide(answer as Receipt);
  };
}

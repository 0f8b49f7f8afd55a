import { isInputObjectType, type GraphQLSchema } from 'graphql';
import type { Registry } from '@cairn/domain';

const ROOTS: { readonly [type: string]: string } = {
  Query: 'What can be asked of an account. All but introspection needs a session.',
  Mutation: 'Events, one mutation each, and what signs in and out.',
  Subscription: 'What is told by itself, over WebSocket or an event stream.',
};

/** Arguments and members that mean the same wherever they stand. */
const ALIKE: { readonly [name: string]: string } = {
  after: 'The `endCursor` of the page before; null for the first page.',
  filter: 'Which of them; all without it.',
  events: 'In the order in which they happened.',
};

/**
 * Describes what is made by rule: roots, inputs of events and what each of them is about. What was described where it is
 * declared stays as it is.
 */
export function describeSchema(schema: GraphQLSchema, registry: Registry): void {
  for (const [name, description] of Object.entries(ROOTS)) {
    const type = schema.getType(name);
    if (type) type.description ??= description;
  }
  for (const root of [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]) {
    for (const { args } of Object.values(root?.getFields() ?? {})) {
      for (const arg of args) arg.description ??= ALIKE[arg.name];
    }
  }
  const mutations = schema.getMutationType()!.getFields();
  for (const mutation of registry.mutations) {
    const { type: event, entity, key } = registry.eventOf(mutation);
    const input = mutations[mutation]?.args.find(({ name }) => name === 'input');
    if (!input) continue;
    input.description ??= `What ${event} says.`;
    const type = schema.getType(`${mutation[0]!.toUpperCase()}${mutation.slice(1)}Input`);
    if (!isInputObjectType(type)) continue;
    type.description ??= `What ${event} says.`;
    const about = type.getFields()[key];
    if (about) about.description ??= `Id of the ${entity}.`;
  }
}

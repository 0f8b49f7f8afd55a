import { buildSchema, type ClassType, type NonEmptyArray } from './type-graphql.ts';
import type { GraphQLInputObjectType, GraphQLInterfaceType } from 'graphql';
import { type GraphQLSchema } from 'graphql';
import { registry } from '@cairn/domain';
import { AccessTokenResolver } from './account/access-token-resolver.ts';
import { AccountKeysResolver } from './account/account-keys-resolver.ts';
import { describeSchema } from './describe-schema.ts';
import { AccountResolver } from './account/account-resolver.ts';
import { guardFields } from './account/guard-fields.ts';
import { eventResolver } from './append/event-resolver.ts';
import { schemaIsBuilt } from './append/raw-arg.ts';
import { ConflictResolver } from './conflict/conflict-resolver.ts';
import { FeedResolver } from './feed/feed-resolver.ts';
import { HistoryResolver } from './history/history-resolver.ts';
import { concepts } from './registry.ts';
import { WebhookResolver } from './webhook/webhook-resolver.ts';

const noPubSub = () => {
  throw new Error('subscriptions read from the feed');
};

let schema: Promise<GraphQLSchema> | undefined;

/** The executable schema; the same object every time. */
export function apiSchema(): Promise<GraphQLSchema> {
  return (schema ??= build());
}

async function build(): Promise<GraphQLSchema> {
  const inputs = Object.assign({}, ...concepts.map((concept) => concept.inputs)) as Record<string, ClassType>;
  const resolvers: NonEmptyArray<ClassType> = [
    AccountResolver,
    AccountKeysResolver,
    AccessTokenResolver,
    WebhookResolver,
    eventResolver(inputs, registry),
    ConflictResolver,
    FeedResolver,
    HistoryResolver,
    ...concepts.map((concept) => concept.resolver),
  ];
  const built = await buildSchema({
    resolvers,
    orphanedTypes: concepts.map((concept) => concept.objectType),
    validate: false,
    // type-graphql wants one although every subscription has its own source.
    pubSub: { publish: noPubSub, subscribe: noPubSub },
  });
  schemaIsBuilt();
  // What type-graphql has no word for: @oneOf, and telling entities apart by `__typename` without a promise each.
  (built.getType('EventInput') as GraphQLInputObjectType).isOneOf = true;
  (built.getType('Entity') as GraphQLInterfaceType).resolveType = undefined;
  guardFields(built, registry);
  describeSchema(built, registry);
  return built;
}

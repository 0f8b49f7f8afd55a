import { Arg, Ctx, Field, ID, Info, InputType, Mutation, Resolver, type ClassType } from '../type-graphql.ts';
import type { GraphQLResolveInfo } from 'graphql';
import type { Registry } from '@cairn/domain';
import { apiError } from '../errors.ts';
import type { Trace } from '../trace.ts';
import type { Appender } from './appender.ts';
import { BATCH_LIMIT } from './batch-limit.ts';
import type { Principal } from './principal.ts';
import { RawArg } from './raw-arg.ts';
import { Receipt } from './receipt-type.ts';
import { mergeScreened, type Screened } from './screen-events.ts';

/** What these mutations need of a request. */
export interface AppendContext {
  readonly appender: Appender;
  readonly screened: Screened;
  readonly trace: Trace;
  /** @throws UNAUTHENTICATED, SESSION_REVOKED */
  requirePrincipal(): Principal;
}

const EPOCH =
  'The `epoch` of the pages and receipts that these events build on. When the log is another one by now, nothing is ' +
  'appended: LOG_RESTORED.';

/**
 * The mutations of all events, made from their input classes by mutation name: a named mutation each, and a field of
 * `EventInput` each, so that both say the same by construction [E1].
 */
export function eventResolver(inputs: { readonly [mutation: string]: ClassType }, registry: Registry): ClassType {
  @InputType('EventInput', { description: 'Exactly one event, under the name of its mutation.' })
  class EventInput {}

  @Resolver()
  class EventResolver {
    @Mutation(() => [Receipt], {
      description:
        `Appends up to ${BATCH_LIMIT} events in order and answers a receipt for each, in the same order. ` +
        'A rejected event undoes nothing else. Give `events` as one variable: then an event that does not fit its ' +
        'input type is rejected alone, too; written into the document it fails the request.',
    })
    async replayEvents(
      @RawArg('events', () => [EventInput]) events: readonly Readonly<Record<string, unknown>>[],
      @Arg('epoch', () => ID, { nullable: true, description: EPOCH }) epoch: string | null | undefined,
      @Ctx() context: AppendContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<readonly Receipt[]> {
      const items = mergeScreened(events, context.screened, info);
      if (items.length > BATCH_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${BATCH_LIMIT} events at once`);
      return context.appender.append(context.requirePrincipal(), items, epoch ?? null, context.trace);
    }
  }

  for (const [mutation, input] of Object.entries(inputs)) {
    const description = `Appends ${registry.eventOf(mutation).type}.`;
    Field(() => input, { nullable: true, description })(EventInput.prototype, mutation);
    Object.assign(EventResolver.prototype, {
      async [mutation](given: unknown, context: AppendContext): Promise<Receipt> {
        const items = [{ mutation, input: given }];
        const [receipt] = await context.appender.append(context.requirePrincipal(), items, null, context.trace);
        return receipt!;
      },
    });
    Mutation(() => Receipt, { description })(EventResolver.prototype, mutation, {});
    RawArg('input', () => input)(EventResolver.prototype, mutation, 0);
    Ctx()(EventResolver.prototype, mutation, 1);
  }
  return EventResolver;
}

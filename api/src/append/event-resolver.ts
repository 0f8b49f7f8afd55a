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
import { screenedEvents, type Screened } from './screen-events.ts';
import { PastDeviceInput } from '../account/past-devices.ts';

/** What these mutations need of a request. */
export interface AppendContext {
  readonly appender: Appender;
  readonly screened: Screened;
  readonly trace: Trace;
  /** @throws BAD_USER_INPUT, LOG_NOT_EMPTY */
  admitPastDevices(accountId: string, devices: readonly PastDeviceInput[]): Promise<void>;
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
      @RawArg('events', () => [EventInput], 'In the order in which they happened.')
      events: readonly Readonly<Record<string, unknown>>[],
      @Arg('epoch', () => ID, { nullable: true, description: EPOCH }) epoch: string | null | undefined,
      @Ctx() context: AppendContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<readonly Receipt[]> {
      const items = screenedEvents(events, context.screened, info);
      if (items.length > BATCH_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${BATCH_LIMIT} events at once`);
      return context.appender.append(context.requirePrincipal(), items, epoch ?? null, context.trace);
    }

    @Mutation(() => [Receipt], {
      description:
        `Appends up to ${BATCH_LIMIT} events of a log that was written elsewhere, each as the device that wrote it, to ` +
        "an account whose log holds nothing else: merged in the same order, they make the same state. Send the log's " +
        'events in its order; sending them again is harmless. LOG_NOT_EMPTY.',
    })
    async importLog(
      @Arg('devices', () => [PastDeviceInput], { description: 'All that wrote to that log.' })
      devices: readonly PastDeviceInput[],
      @Arg('writers', () => [ID], { description: 'For each event, the id of the device that wrote it.' })
      writers: readonly string[],
      @RawArg('events', () => [EventInput]) events: readonly Readonly<Record<string, unknown>>[],
      @Ctx() context: AppendContext,
      @Info() info: GraphQLResolveInfo,
    ): Promise<readonly Receipt[]> {
      const { accountId } = context.requirePrincipal();
      const items = screenedEvents(events, context.screened, info);
      if (items.length > BATCH_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${BATCH_LIMIT} events at once`);
      const byId = new Map(devices.map((device) => [device.id, device]));
      if (writers.length !== items.length || !writers.every((id) => byId.has(id))) {
        throw apiError('BAD_USER_INPUT', 'each event needs a writer among the devices');
      }
      await context.admitPastDevices(accountId, devices);
      const receipts: Receipt[] = [];
      for (let from = 0; from < items.length;) {
        const { id: deviceId, strict } = byId.get(writers[from]!)!;
        let to = from + 1;
        while (to < items.length && writers[to] === deviceId) to += 1;
        const principal = { accountId, deviceId, strict };
        receipts.push(...(await context.appender.append(principal, items.slice(from, to), null, context.trace)));
        from = to;
      }
      return receipts;
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

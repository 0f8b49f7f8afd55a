import { Arg, Ctx, ID, Int, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import type { Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { checkFirst, PAGE_LIMIT } from '../page/page.ts';
import { ActivityDay, DAYS_LIMIT, readActivityDays } from './activity-day.ts';
import { EventConnection, type EventType } from './event-type.ts';
import { HistoryFilter } from './history-filter.ts';
import { readHistory } from './read-history.ts';
import { UndoProposal } from './undo-proposal-type.ts';
import { undoOf } from './undo-of.ts';

const FIRST = { defaultValue: 50, description: `1 to ${PAGE_LIMIT}.` };

@Resolver()
export class HistoryResolver {
  @Query(() => EventConnection, {
    description: 'The events of one entity, newest first; none of one that is not there.',
  })
  history(
    @Arg('entityId', () => ID, { description: 'Whose events.' }) entityId: string,
    @Arg('filter', () => HistoryFilter, { nullable: true }) filter: HistoryFilter | null | undefined,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<Connection<EventType>> {
    const { accountId } = requirePrincipal();
    return readHistory(prisma, accountId, filter ?? {}, { first: checkFirst(first, PAGE_LIMIT), after, entityId });
  }

  @Query(() => EventConnection, { description: "All of the account's events, newest first." })
  activity(
    @Arg('filter', () => HistoryFilter, { nullable: true }) filter: HistoryFilter | null | undefined,
    @Arg('first', () => Int, FIRST) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<Connection<EventType>> {
    const { accountId } = requirePrincipal();
    return readHistory(prisma, accountId, filter ?? {}, { first: checkFirst(first, PAGE_LIMIT), after });
  }

  @Query(() => [ActivityDay], {
    description: 'What happened on each of the last days, the newest first, without days on which nothing did.',
  })
  activityDays(
    @Arg('days', () => Int, { defaultValue: 30, description: `Back from today, 1 to ${DAYS_LIMIT}.` }) days: number,
    @Arg('timeZone', () => String, { defaultValue: 'UTC', description: 'An IANA name: Europe/Berlin.' })
    timeZone: string,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<ActivityDay[]> {
    return readActivityDays(prisma, requirePrincipal().accountId, { days, timeZone });
  }

  @Query(() => UndoProposal, {
    nullable: true,
    description:
      'What takes an event back, as far as others have not written since; null when there is no such event, or ' +
      'nothing of it that one event can take back.',
  })
  undoOf(
    @Arg('eventId', () => ID, { description: 'The event to be taken back.' }) eventId: string,
    @Ctx() { prisma, now, requirePrincipal }: ApiContext,
  ): Promise<UndoProposal | null> {
    return undoOf(prisma, requirePrincipal().accountId, eventId, now());
  }
}

import { Arg, Ctx, ID, Int, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import type { Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { checkFirst, PAGE_LIMIT } from '../page/page.ts';
import { EventConnection, type EventType } from './event-type.ts';
import { readHistory } from './read-history.ts';

@Resolver()
export class HistoryResolver {
  @Query(() => EventConnection, {
    description: 'The events of one entity, newest first; none of one that is not there.',
  })
  history(
    @Arg('entityId', () => ID) entityId: string,
    @Arg('first', () => Int, { defaultValue: 50, description: `1 to ${PAGE_LIMIT}.` }) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<Connection<EventType>> {
    return readHistory(prisma, requirePrincipal().accountId, entityId, checkFirst(first, PAGE_LIMIT), after);
  }
}

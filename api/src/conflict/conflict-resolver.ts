import type { ApiContext } from '../context.ts';
import type { Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { checkFirst, PAGE_LIMIT } from '../page/page.ts';
import { Arg, Ctx, ID, Int, Query, Resolver } from '../type-graphql.ts';
import { ConflictConnection, type ConflictType } from './conflict-type.ts';
import { readConflicts } from './read-conflicts.ts';

@Resolver()
export class ConflictResolver {
  @Query(() => ConflictConnection, { description: 'What waits for a choice, the newest first.' })
  conflicts(
    @Arg('settled', () => Boolean, {
      defaultValue: false,
      description: 'True: the last few of each entity that were settled, instead.',
    })
    settled: boolean,
    @Arg('entityId', () => ID, { nullable: true, description: 'Of this entity.' }) entityId: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50, description: `1 to ${PAGE_LIMIT}.` }) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<Connection<ConflictType>> {
    const page = { first: checkFirst(first, PAGE_LIMIT), after };
    return readConflicts(prisma, requirePrincipal().accountId, { settled, entityId: entityId ?? undefined }, page);
  }
}

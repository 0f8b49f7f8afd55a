import { Arg, Args, Ctx, Int, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import { EntityArgs } from '../entity/entity-args.ts';
import type { EntityRow } from '../entity/projection.ts';
import { readEntity } from '../entity/read-entity.ts';
import { connectionType, type Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { afterOrder, byOrder, placeByOrder } from '../page/order.ts';
import { inTrash } from '../page/in-trash.ts';
import { checkFirst, connectionOf, PAGE_LIMIT } from '../page/page.ts';
import { listProjection } from './list-projection.ts';
import { List } from './list-type.ts';

const ListConnection = connectionType('List', List);

@Resolver()
export class ListResolver {
  @Query(() => List, { nullable: true, description: 'One list, now or as it was; null when there is none.' })
  list(
    @Args(() => EntityArgs) args: EntityArgs,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<EntityRow | null> {
    return readEntity(prisma, listProjection, requirePrincipal().accountId, args);
  }

  @Query(() => ListConnection, { description: 'In order.' })
  async lists(
    @Arg('deleted', () => Boolean, { defaultValue: false, description: 'True for those in the trash instead.' })
    deleted: boolean,
    @Arg('first', () => Int, { defaultValue: 50, description: `1 to ${PAGE_LIMIT}.` }) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<Connection<unknown>> {
    const rows = await prisma.list.findMany({
      where: {
        accountId: requirePrincipal().accountId,
        ...inTrash(deleted),
        ...afterOrder(after),
      },
      orderBy: byOrder,
      take: checkFirst(first, PAGE_LIMIT) + 1,
    });
    return connectionOf(rows, first, placeByOrder);
  }
}

import { Arg, Args, Ctx, Int, Query, Resolver } from '../type-graphql.ts';
import type { ApiContext } from '../context.ts';
import { EntityArgs } from '../entity/entity-args.ts';
import type { EntityRow } from '../entity/projection.ts';
import { readEntity } from '../entity/read-entity.ts';
import { connectionType, type Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { afterOrder, byOrder, placeByOrder } from '../page/order.ts';
import { checkFirst, connectionOf, PAGE_LIMIT } from '../page/page.ts';
import { TaskFilter, whereTask } from './task-filter.ts';
import { taskProjection } from './task-projection.ts';
import { Task } from './task-type.ts';

const TaskConnection = connectionType('Task', Task);

@Resolver()
export class TaskResolver {
  @Query(() => Task, { nullable: true, description: 'One task, now or as it was; null when there is none.' })
  task(
    @Args(() => EntityArgs) args: EntityArgs,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<EntityRow | null> {
    return readEntity(prisma, taskProjection, requirePrincipal().accountId, args);
  }

  @Query(() => TaskConnection, { description: 'In the order of their list.' })
  async tasks(
    @Arg('filter', () => TaskFilter, { nullable: true }) filter: TaskFilter | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50, description: `1 to ${PAGE_LIMIT}.` }) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<Connection<unknown>> {
    const rows = await prisma.task.findMany({
      where: { accountId: requirePrincipal().accountId, ...whereTask(filter ?? {}), ...afterOrder(after) },
      orderBy: byOrder,
      take: checkFirst(first, PAGE_LIMIT) + 1,
    });
    return connectionOf(rows, first, placeByOrder);
  }
}

import { Arg, Ctx, ID, Int, Query, Resolver } from '../type-graphql.ts';
import { isUuid } from '@cairn/domain';
import type { ApiContext } from '../context.ts';
import { connectionType, type Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { afterOrder, byOrder, placeByOrder } from '../page/order.ts';
import { checkFirst, connectionOf, PAGE_LIMIT } from '../page/page.ts';
import { TaskFilter, whereTask } from './task-filter.ts';
import { Task } from './task-type.ts';

const TaskConnection = connectionType('Task', Task);

@Resolver()
export class TaskResolver {
  @Query(() => Task, { nullable: true })
  task(@Arg('id', () => ID) id: string, @Ctx() { prisma, requirePrincipal }: ApiContext): Promise<unknown> {
    const { accountId } = requirePrincipal();
    return isUuid(id) ? prisma.task.findUnique({ where: { accountId_id: { accountId, id } } }) : Promise.resolve(null);
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

import type { PrismaClient } from '@cairn/prisma';
import { Field, ID, ObjectType } from '../type-graphql.ts';

@ObjectType('EventDevice', { simpleResolvers: true })
export class EventDevice {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'Empty for one that the account does not know.' })
  readonly name!: string;
}

/** The account's devices with these ids, by id, in one statement. */
export async function readDevices(
  prisma: PrismaClient,
  accountId: string,
  ids: readonly string[],
): Promise<(id: string) => EventDevice> {
  const rows = await prisma.device.findMany({
    where: { accountId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  });
  const names = new Map(rows.map(({ id, name }) => [id, name]));
  return (id) => ({ id, name: names.get(id) ?? '' });
}

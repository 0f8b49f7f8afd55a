import type { PrismaClient } from '@cairn/prisma';
import { Field, ID, ObjectType } from '../type-graphql.ts';

@ObjectType('EventDevice', { simpleResolvers: true })
export class EventDevice {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'Empty for one that the account does not know.' })
  readonly name!: string;

  @Field(() => Boolean, { description: 'Has no outbox: all after `parentVersion` is concurrent to what it writes.' })
  readonly strict!: boolean;
}

/** The account's devices with these ids, by id, in one statement. */
export async function readDevices(
  prisma: PrismaClient,
  accountId: string,
  ids: readonly string[],
): Promise<(id: string) => EventDevice> {
  const rows = await prisma.device.findMany({
    where: { accountId, id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, kind: true },
  });
  const devices = new Map(rows.map(({ id, name, kind }) => [id, { id, name, strict: kind === 'PROGRAM' }]));
  return (id) => devices.get(id) ?? { id, name: '', strict: false };
}

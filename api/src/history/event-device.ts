import type { PrismaClient } from '@cairn/prisma';
import { Field, ID, ObjectType } from '../type-graphql.ts';

@ObjectType('EventDevice', { simpleResolvers: true, description: 'A device, or the access token of a program.' })
export class EventDevice {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => String, { description: 'Empty for one that the account does not know.' })
  readonly name!: string;

  @Field(() => Boolean, { description: 'Has no outbox: all after `parentVersion` is concurrent to what it writes.' })
  readonly strict!: boolean;
}

/** The account's devices and tokens with these ids, by id. */
export async function readDevices(
  prisma: PrismaClient,
  accountId: string,
  ids: readonly string[],
): Promise<(id: string) => EventDevice> {
  const wanted = [...new Set(ids)];
  const rows = await prisma.device.findMany({
    where: { accountId, id: { in: wanted } },
    select: { id: true, name: true, kind: true },
  });
  const devices = new Map(rows.map(({ id, name, kind }) => [id, { id, name, strict: kind === 'PROGRAM' }]));
  const missing = wanted.filter((id) => !devices.has(id));
  if (missing.length > 0) {
    const tokens = await prisma.accessToken.findMany({
      where: { accountId, id: { in: missing } },
      select: { id: true, name: true },
    });
    for (const { id, name } of tokens) devices.set(id, { id, name, strict: true });
  }
  return (id) => devices.get(id) ?? { id, name: '', strict: false };
}

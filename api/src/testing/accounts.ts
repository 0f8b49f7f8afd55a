import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '@cairn/prisma';
import type { Principal } from '../append/principal.ts';

/** A new account, without the cost of a password. */
export async function newAccount(prisma: PrismaClient): Promise<string> {
  const id = randomUUID();
  await prisma.account.create({ data: { id, createdAt: new Date() } });
  await prisma.head.create({ data: { accountId: id } });
  return id;
}

/** A device of the account, known to the log only by its id. */
export function newDevice(accountId: string, strict = false): Principal {
  return { accountId, deviceId: randomUUID(), strict };
}

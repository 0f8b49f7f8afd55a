import type { PrismaClient } from '../generated/client.ts';
import { forAccount } from './account-scope.ts';

/** Erases an account from every table, for good, whole or not at all. The rows of its devices stay, without names. */
export async function eraseAccount(prisma: PrismaClient, accountId: string): Promise<void> {
  await forAccount(prisma, accountId).$queryRawUnsafe('select erase_account($1::uuid)::text', accountId);
}

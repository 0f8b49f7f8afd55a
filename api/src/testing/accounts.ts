import { randomUUID } from 'node:crypto';
import { forAccount, type PrismaClient } from '@cairn/prisma';
import { hashToken } from '../account/token.ts';
import type { Principal } from '../append/principal.ts';

/** A new account, without the cost of a password. */
export async function newAccount(prisma: PrismaClient, id: string = randomUUID()): Promise<string> {
  const own = forAccount(prisma, id);
  await own.account.create({ data: { id, createdAt: new Date() } });
  await own.head.create({ data: { accountId: id } });
  return id;
}

/** A device of the account, known to the log only by its id. */
export function newDevice(accountId: string, strict = false): Principal {
  return { accountId, deviceId: randomUUID(), strict };
}

/**
 * A device that signs in, as its row says it; and its token.
 * @param secret 43 characters of base64url
 * @param times milliseconds since 1970
 */
export function signedIn(
  { accountId, deviceId }: { readonly accountId: string; readonly deviceId: string },
  secret: string,
  { at, expiresAt }: { readonly at: number; readonly expiresAt: number },
) {
  const token = `${accountId}.${deviceId}.${secret}`;
  const row = {
    accountId,
    id: deviceId,
    name: deviceId,
    kind: 'BROWSER',
    tokenHash: hashToken(token),
    expiresAt: new Date(expiresAt),
    previousHash: null,
    previousUntil: null,
    refreshKey: hashToken(secret),
    createdAt: new Date(at),
    signedInAt: new Date(at),
    lastSeenAt: new Date(at),
    revokedAt: null,
  };
  return { token, row };
}

import { createHash, randomBytes } from 'node:crypto';

/** What a device shows for its session. Only a hash of it is stored. */
export interface SessionToken {
  readonly accountId: string;
  readonly deviceId: string;
  readonly hash: string;
}

const TOKEN = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.[A-Za-z0-9_-]{43}$/;

/** `<account>.<device>.<secret>`, so that a session is found by keys that begin with the account. */
export function newToken(accountId: string, deviceId: string): string {
  return `${accountId}.${deviceId}.${randomBytes(32).toString('base64url')}`;
}

/** Undefined for what is no token at all. */
export function readToken(token: string): SessionToken | undefined {
  const [, accountId, deviceId] = TOKEN.exec(token) ?? [];
  return accountId && deviceId ? { accountId, deviceId, hash: hashToken(token) } : undefined;
}

/** The secret has 256 random bits: a slow hash would add nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DeviceRef } from './session.ts';

/** What a device shows for its session. Only a hash of it is stored. */
export interface SessionToken extends DeviceRef {
  readonly text: string;
  readonly hash: string;
}

const TOKEN = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.[A-Za-z0-9_-]{43}$/;

/** `<account>.<device>.<secret>`, so that a session is found by keys that begin with the account. */
export function newToken(device: DeviceRef): string {
  return withSecret(device, randomBytes(32));
}

/**
 * The token that takes the place of this one. Derived, so that a device that never got the answer gets the same one when
 * it asks again, and from `refreshKey`, so that a token tells nothing of those after it.
 */
export function successorOf(token: SessionToken, refreshKey: string): string {
  return withSecret(token, createHmac('sha256', refreshKey).update(token.text).digest());
}

export function newRefreshKey(): string {
  return randomBytes(32).toString('base64url');
}

/** Undefined for what is no token at all. */
export function readToken(text: string): SessionToken | undefined {
  const [, accountId, deviceId] = TOKEN.exec(text) ?? [];
  return accountId && deviceId ? { accountId, deviceId, text, hash: hashToken(text) } : undefined;
}

/** The secret has 256 random bits: a slow hash would add nothing. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

export function isSameHash(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function withSecret({ accountId, deviceId }: DeviceRef, secret: Buffer): string {
  return `${accountId}.${deviceId}.${secret.toString('base64url')}`;
}

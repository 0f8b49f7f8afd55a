import { randomBytes } from 'node:crypto';
import { isUuid } from '@cairn/domain';
import type { DeviceRef } from './session.ts';
import { hashToken, type SessionToken } from './token.ts';

/** So that people, and programs that look for leaked secrets, know one when they see it. */
export const ACCESS_TOKEN_PREFIX = 'cairn_';

const TOKEN = /^cairn_[A-Za-z0-9_-]{86}$/;
const ID = 16;
const SECRET = 32;

/** `cairn_` and account, token and a secret of 256 bits in base64url: found by keys that begin with the account. */
export function newAccessToken({ accountId, deviceId }: DeviceRef): string {
  const bytes = Buffer.concat([bytesOf(accountId), bytesOf(deviceId), randomBytes(SECRET)]);
  return `${ACCESS_TOKEN_PREFIX}${bytes.toString('base64url')}`;
}

/** Undefined for what is no access token at all. `deviceId` is the token's own id: the device of its events. */
export function readAccessToken(text: string): SessionToken | undefined {
  if (!TOKEN.test(text)) return undefined;
  const bytes = Buffer.from(text.slice(ACCESS_TOKEN_PREFIX.length), 'base64url');
  const [accountId, deviceId] = [idOf(bytes.subarray(0, ID)), idOf(bytes.subarray(ID, 2 * ID))];
  return isUuid(accountId) && isUuid(deviceId) ? { accountId, deviceId, text, hash: hashToken(text) } : undefined;
}

function bytesOf(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idOf(bytes: Buffer): string {
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

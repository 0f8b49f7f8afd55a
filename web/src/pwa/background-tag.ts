import type { Identity } from '@cairn/client';

/** The name of a background sync: a worker knows no more than this of who is signed in. */
export function backgroundTag({ accountId, deviceId }: Identity): string {
  return `cairn-outbox ${accountId} ${deviceId}`;
}

export function identityOf(tag: string): Identity | undefined {
  const [name, accountId, deviceId] = tag.split(' ');
  return name === 'cairn-outbox' && accountId && deviceId ? { accountId, deviceId } : undefined;
}

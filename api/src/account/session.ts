import type { Principal } from '../append/principal.ts';

/** A device that is signed in. */
export type Session = Principal;

export function deviceKey({ accountId, deviceId }: { readonly accountId: string; readonly deviceId: string }): string {
  return `${accountId}.${deviceId}`;
}

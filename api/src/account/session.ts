import type { Principal } from '../append/principal.ts';
import type { Scope } from './scope.ts';

/** What an access token may do. */
export interface Grant {
  readonly scopes: readonly Scope[];
  /** Its own rate of appended events; null is the server's. */
  readonly eventsPerMinute: number | null;
  /** Of the secret that was shown: a token may have two. */
  readonly secretHash: string;
}

/** A device that is signed in, or a program with an access token. */
export interface Session extends Principal {
  /** Milliseconds since 1970. Signed in anew, a device has another session. */
  readonly signedInAt: number;
  /** Of an access token; a device that is signed in may do everything. */
  readonly grant?: Grant;
}

export interface DeviceRef {
  readonly accountId: string;
  readonly deviceId: string;
}

export function deviceKey({ accountId, deviceId }: DeviceRef): string {
  return `${accountId}.${deviceId}`;
}

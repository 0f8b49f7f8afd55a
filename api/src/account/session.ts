import type { Principal } from '../append/principal.ts';

/** A device that is signed in. */
export interface Session extends Principal {
  /** Milliseconds since 1970. Signed in anew, a device has another session. */
  readonly signedInAt: number;
}

export interface DeviceRef {
  readonly accountId: string;
  readonly deviceId: string;
}

export function deviceKey({ accountId, deviceId }: DeviceRef): string {
  return `${accountId}.${deviceId}`;
}

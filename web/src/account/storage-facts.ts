import { sayNumber } from '../ui/say-number.ts';

/** What the browser says about the room it gives; undefined where it does not say. */
export interface StorageFacts {
  /** Bytes. */
  readonly usage: number | undefined;
  readonly quota: number | undefined;
  /** True when it has promised not to clear anything by itself. */
  readonly isPersisted: boolean;
}

/** Absent outside a secure context, whatever the types say. */
function manager(): Partial<StorageManager> {
  return (navigator as Partial<Navigator>).storage ?? {};
}

export async function readStorageFacts(): Promise<StorageFacts> {
  const [estimate, isPersisted] = await Promise.all([
    manager()
      .estimate?.()
      .catch(() => undefined),
    manager()
      .persisted?.()
      .catch(() => false),
  ]);
  return { usage: estimate?.usage, quota: estimate?.quota, isPersisted: isPersisted === true };
}

/** Asks the browser for that promise; some ask the person, some decide by how much the site is used. */
export async function askToKeep(): Promise<boolean> {
  return (
    (await manager()
      .persist?.()
      .catch(() => false)) === true
  );
}

export function sayBytes(bytes: number): string {
  if (bytes < 1_000_000) return `${sayNumber(Math.max(1, Math.round(bytes / 1_000)))} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(1)} GB`;
}

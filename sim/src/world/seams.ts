import type { ClientStorage, Environment } from '@cairn/client';
import type { Around, Backup, MemoryDatabase } from '@cairn/api/testing';
import type { Wakeups } from '@cairn/api';
import type { Device } from './device.ts';
import type { Disk } from './disk.ts';

/**
 * Where a planted fault may get in: the places at which the product is given its surroundings. Without one the world is
 * as it should be.
 */
export interface Seams {
  /** What a tab's client is given. `disk` is the same object for all tabs of an account on a device. */
  environment?(environment: Environment, disk: Disk): Environment;
  storage?(storage: ClientStorage, disk: Disk): ClientStorage;
  /** Which account's disk a tab opens, by id. */
  diskFor?(accountId: string, device: Device): string;
  /** What a server's process is given. */
  around?(database: MemoryDatabase): Around;
  wakeups?(wakeups: Wakeups): Wakeups;
  serverNow?(now: () => number): () => number;
  /** In place of the restoring of a backup. */
  restore?(database: MemoryDatabase, backup: Backup, epoch: string): void;
}

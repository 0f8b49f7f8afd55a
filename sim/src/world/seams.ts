import type { ClientStorage, Environment } from '@cairn/client';
import type { Around, Backup, MemoryDatabase } from '@cairn/api/testing';
import type { Wakeups } from '@cairn/api';

/**
 * Where a planted fault may get in: the places at which the product is given its surroundings. Without one the world is
 * as it should be.
 */
export interface Seams {
  /** What a tab's client is given. `device` is the same object for all tabs of a device. */
  environment?(environment: Environment, device: object): Environment;
  storage?(storage: ClientStorage, device: object): ClientStorage;
  /** What a server's process is given. */
  around?(database: MemoryDatabase): Around;
  wakeups?(wakeups: Wakeups): Wakeups;
  serverNow?(now: () => number): () => number;
  /** In place of the restoring of a backup. */
  restore?(database: MemoryDatabase, backup: Backup, epoch: string): void;
}

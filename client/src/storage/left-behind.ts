import type { Identity } from '../app.ts';
import type { Environment } from '../environment/environment.ts';
import { unsentFile } from '../outbox/export.ts';
import { browserStorage, outboxStorage } from './browser-storage.ts';

type Platform = Pick<Environment, 'schedule' | 'random' | 'now'>;

/** What an account that cannot be opened any more has left on this device. */
export interface LeftBehind {
  /** How many of its changes the server does not have. */
  readonly unsent: number;
  /** JSON text of them; see `UnsentFile`. */
  readonly file: string;
}

/** Reads the unsent changes of an account without opening it. @throws StorageError */
export async function leftBehind(identity: Identity, environment: Platform): Promise<LeftBehind> {
  const { outbox } = await outboxStorage(identity.accountId, environment);
  try {
    const { entries } = await outbox.load();
    return { unsent: entries.length, file: unsentFile(entries, identity, environment.now()) };
  } finally {
    await outbox.close();
  }
}

/** Deletes all of an account from this device but its unsent changes. @throws StorageError */
export async function dropCopies(accountId: string, environment: Platform): Promise<void> {
  const { buckets, sent, journal, kept, derived, outbox } = await browserStorage(accountId, environment);
  try {
    const ends = await Promise.allSettled([buckets, sent, journal, kept, derived].map((store) => store?.destroy()));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  } finally {
    await outbox.close();
  }
}

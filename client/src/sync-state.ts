import type { Environment } from './environment/environment.ts';
import type { Failure } from './link/classify.ts';
import { Observed, type Road, type SyncStatus } from './status.ts';
import { StorageError } from './storage-error.ts';

const ROADS: { readonly [kind in Exclude<Failure['kind'], 'road'>]: Road } = {
  'sign-in': 'signed-out',
  blocked: 'blocked',
  'too-large': 'blocked',
  expired: 'open',
};

/** Keeps the one status that everything else reports to [O6]. */
export class SyncState {
  readonly status = new Observed<SyncStatus>({
    road: 'unknown',
    sending: false,
    pending: 0,
    parked: 0,
    caughtUp: false,
  });
  readonly #environment: Environment;
  #isStorageGone = false;

  constructor(environment: Environment) {
    this.#environment = environment;
  }

  patch = (change: Partial<SyncStatus>): void => this.status.set({ ...this.status.get(), ...change });

  /**
   * What is wrong with this device's storage. A full outbox may find room again; a cache that was given up, or storage
   * that is not there at all, stays so until the next start.
   */
  storageFailed = (error: unknown, isForGood = false): void => {
    this.#isStorageGone ||= isForGood;
    this.patch({ storageError: StorageError.from(error).code });
  };

  /** The outbox could be written. */
  outboxWorks = (): void => {
    if (this.status.get().storageError && !this.#isStorageGone) this.patch({ storageError: undefined });
  };

  /** The server has answered. */
  roadOpen = (): void =>
    this.patch({
      road: 'open',
      downSince: undefined,
      retryAt: undefined,
      lastError: undefined,
      lastSyncedAt: this.#iso(this.#environment.now()),
    });

  /**
   * @param retryAt milliseconds since 1970
   * @param caughtUp whether confirmed state is still complete; only the feed can tell
   */
  roadFailed = (failure: Failure, retryAt: number | undefined, caughtUp = this.status.get().caughtUp): void => {
    const isOnline = this.#environment.signals.isOnline();
    this.patch({
      road: failure.kind === 'road' ? (isOnline ? 'unreachable' : 'offline') : ROADS[failure.kind],
      caughtUp,
      downSince: this.status.get().downSince ?? this.#iso(this.#environment.now()),
      lastError: failure.code,
      retryAt: retryAt === undefined ? undefined : this.#iso(retryAt),
    });
  };

  #iso(time: number): string {
    return new Date(time).toISOString();
  }
}

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

const ROADS_SHUT: ReadonlySet<Failure['kind']> = new Set(['blocked', 'too-large']);

/** Keeps the one status that everything else reports to [O6]. */
export class SyncState {
  readonly status = new Observed<SyncStatus>({
    road: 'unknown',
    sending: false,
    isLeading: false,
    saving: 0,
    pending: 0,
    parked: 0,
    caughtUp: false,
  });
  readonly #environment: Environment;
  #isStorageGone = false;
  /** Confirmed state is complete. */
  #isComplete = false;
  /** A restored server lacks events of this device that are not back in the outbox. */
  #isOwing = false;
  /** Why what waits is not sent, until that is over: what the feed hears meanwhile does not change it. */
  #senderFailure: { readonly failure: Failure; readonly retryAt: number | undefined } | undefined;

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

  /** Confirmed state is complete up to the server's head, or is not any more; only the feed can tell. */
  complete = (isComplete: boolean): void => {
    this.#isComplete = isComplete;
    this.patch({ caughtUp: isComplete && !this.#isOwing });
  };

  /** A restored server lacks events of this device, and they are not back in the outbox yet; or no longer so. */
  owing = (isOwing: boolean): void => {
    this.#isOwing = isOwing;
    this.complete(this.#isComplete);
  };

  /** What the server has lost was offered to it again, or has to wait for another device. */
  offeredAgain = (offered: number, waiting: number): void => {
    const { restored } = this.status.get();
    if (!restored && offered + waiting === 0) return;
    if (offered === 0 && restored?.waiting === waiting) return;
    const at = restored?.at ?? this.#iso(this.#environment.now());
    this.patch({ restored: { at, offered: (restored?.offered ?? 0) + offered, waiting } });
  };

  /** The server has answered a question; it need not take events for that. */
  roadOpen = (): void => {
    const sender = this.#senderFailure;
    const isBlocked = sender !== undefined && ROADS_SHUT.has(sender.failure.kind);
    this.patch({
      road: isBlocked ? 'blocked' : 'open',
      downSince: isBlocked ? this.status.get().downSince : undefined,
      retryAt: sender?.retryAt === undefined ? undefined : this.#iso(sender.retryAt),
      lastError: sender?.failure.code,
      lastSyncedAt: this.#iso(this.#environment.now()),
    });
  };

  /** The server has taken events, or nothing is left that it would not take. */
  senderWorks = (): void => {
    this.#senderFailure = undefined;
  };

  /** @param retryAt milliseconds since 1970 */
  senderFailed = (failure: Failure, retryAt: number | undefined): void => {
    this.#senderFailure = { failure, retryAt };
    this.roadFailed(failure, retryAt);
  };

  /** @param retryAt milliseconds since 1970 */
  roadFailed = (failure: Failure, retryAt: number | undefined): void => {
    const road = this.#roadOf(failure);
    this.patch({
      road,
      downSince: road === 'open' ? undefined : (this.status.get().downSince ?? this.#iso(this.#environment.now())),
      lastError: failure.code,
      retryAt: retryAt === undefined ? undefined : this.#iso(retryAt),
    });
  };

  #roadOf(failure: Failure): Road {
    if (failure.kind !== 'road') return ROADS[failure.kind];
    // Who asks for a pause has answered.
    if (failure.retryAfter !== undefined) return 'open';
    return this.#environment.signals.isOnline() ? 'unreachable' : 'offline';
  }

  #iso(time: number): string {
    return new Date(time).toISOString();
  }
}

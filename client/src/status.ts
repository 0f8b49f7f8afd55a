/** What the road is like, as far as this device knows. */
export type Road =
  /** Talking to the server. */
  | 'open'
  /** Not tried yet since the start. */
  | 'unknown'
  /** The platform says there is no network. */
  | 'offline'
  /** There is a network, but the server does not answer. */
  | 'unreachable'
  /** The session ended: nothing is sent until somebody signs in again. */
  | 'signed-out'
  /** The server will not take more for now: over quota, or it does not know this release's events yet. */
  | 'blocked';

/** The truth about sync [O6]: never "synced" while something is pending. */
export interface SyncStatus {
  readonly road: Road;
  /** Since when the road is not open; ISO time. */
  readonly downSince?: string | undefined;
  readonly sending: boolean;
  /** Events on this device that the server has not answered; parked ones not counted. */
  readonly pending: number;
  /** Events the server rejected, kept for the person to settle. */
  readonly parked: number;
  /** When the oldest pending event was made; ISO time. */
  readonly waitingSince?: string | undefined;
  /** When the server last answered; ISO time. */
  readonly lastSyncedAt?: string | undefined;
  /** When the next attempt is due; ISO time. */
  readonly retryAt?: string | undefined;
  /** Code of what went wrong last; see docs/errors.md. */
  readonly lastError?: string | undefined;
  /** Confirmed state is complete up to the server's head as this device knows it. */
  readonly caughtUp: boolean;
  /** Set when this device cannot store: what is shown as saved is not. */
  readonly storageError?: string | undefined;
}

/** A value with subscribers, as `useSyncExternalStore` wants it. */
export interface Observable<T> {
  get(): T;
  subscribe(listener: () => void): () => void;
}

export class Observed<T> implements Observable<T> {
  readonly #listeners = new Set<() => void>();
  #value: T;

  constructor(value: T) {
    this.#value = value;
  }

  get = (): T => this.#value;

  set(value: T): void {
    if (Object.is(value, this.#value)) return;
    this.#value = value;
    for (const listener of [...this.#listeners]) listener();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

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

/** A server that has lost what came after its backup, and the events of this device that it had taken before [F4]. */
export interface Restored {
  /** When this device noticed; ISO time. */
  readonly at: string;
  /** Events that were offered again. */
  readonly offered: number;
  /** Events of something that another device made, and that is lost until that device comes by. */
  readonly waiting: number;
}

/** Where this device keeps the account. */
export interface StorageReport {
  /** `memory`: storage could not be opened, and what is written lives as long as this tab. */
  readonly mode: 'disk' | 'memory';
  /** What is on the disk is sealed with a key that no script can read. */
  readonly isEncrypted: boolean;
  /** Set when what was stored here is gone: how many changes were only here, as far as is known. */
  readonly lost?: number | undefined;
  /** Changes that are stored here and cannot be read any more. */
  readonly unreadable?: number | undefined;
}

/** The truth about sync [O6]: never "synced" while something is pending. */
export interface SyncStatus {
  readonly road: Road;
  /** Since when the road is not open; ISO time. */
  readonly downSince?: string | undefined;
  readonly sending: boolean;
  /** Since when nothing moves although it could; ISO time. It is tried anew all the while. */
  readonly stalledSince?: string | undefined;
  /** This tab sends for all tabs of the profile. */
  readonly isLeading: boolean;
  /** Writes that are shown, and not yet durable on this device. */
  readonly saving: number;
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
  /**
   * Confirmed state is complete up to the server's head as this device knows it, and a restored server has been offered
   * what it lacks of this device.
   */
  readonly caughtUp: boolean;
  /** Set when the server came back from a backup, and what this device could give back to it. */
  readonly restored?: Restored | undefined;
  /** Absent until it is opened. */
  readonly storage?: StorageReport | undefined;
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

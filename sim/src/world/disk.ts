import { memoryBucketStore, MemoryOutbox, memoryOutboxStore, StorageError, type ClientStorage } from '@cairn/client';
import type { WorldContext } from './world-context.ts';

/** A tab as its storage sees it. */
export interface StorageUser {
  readonly isAlive: boolean;
  die(): void;
}

/** What of a device survives: the outbox and the stored cache, written one thing after the other. */
export class Disk {
  readonly outbox = new MemoryOutbox();
  readonly buckets = new Map<string, string>();
  isFull = false;
  /** Grows with each change of the outbox. */
  revision = 0;
  /** The tab that writes the so-manieth time from now dies, before or after the write. */
  crash: { after: number; readonly isWritten: boolean } | undefined;
  readonly #context: WorldContext;
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: WorldContext) {
    this.#context = context;
  }

  /** A tab's handles. Once the tab is dead, no call of its answers any more. */
  open(user: StorageUser): ClientStorage {
    const outbox = memoryOutboxStore(this.outbox);
    const buckets = memoryBucketStore(this.buckets);
    const read = <T>(work: () => Promise<T>) => this.#do(user, work);
    const write = <T>(work: () => Promise<T>, needsRoom = true) => this.#do(user, work, { needsRoom });
    const storage: ClientStorage = {
      outbox: {
        load: () => read(() => outbox.load()),
        append: (makers) => write(() => outbox.append(makers)),
        update: (entries) => write(() => outbox.update(entries)),
        amend: (entry) => write(() => outbox.amend(entry)),
        seal: (sequences) => write(() => outbox.seal(sequences), false),
        remove: (sequences) => write(() => outbox.remove(sequences), false),
        close: async () => {},
        destroy: () => write(() => outbox.destroy(), false),
      },
      buckets: {
        entries: () => read(() => buckets.entries()),
        set: (key, value) => write(() => buckets.set(key, value)),
        destroy: () => write(() => buckets.destroy(), false),
      },
    };
    return this.#context.seams.storage?.(storage, this) ?? storage;
  }

  #do<T>(user: StorageUser, work: () => Promise<T>, write?: { readonly needsRoom: boolean }): Promise<T> {
    const { timeline, chance } = this.#context;
    const run = this.#last.then(() => timeline.pause(chance.between(0, 4))).then(() => this.#now(user, work, write));
    this.#last = run.catch(() => undefined);
    return run.then(
      (result) => (user.isAlive ? result : never()),
      (error: unknown) => (user.isAlive ? Promise.reject(error as Error) : never()),
    );
  }

  async #now<T>(user: StorageUser, work: () => Promise<T>, write?: { readonly needsRoom: boolean }): Promise<T> {
    const { counters } = this.#context;
    // A transaction that a dead tab had asked for and that had not begun.
    if (!user.isAlive) return undefined as T;
    if (!write) return work();
    const crash = this.crash;
    if (crash) crash.after -= 1;
    const isLast = crash !== undefined && crash.after <= 0;
    if (isLast && !crash.isWritten) {
      this.crash = undefined;
      counters.count('crash before a write');
      user.die();
      return undefined as T;
    }
    if (this.isFull && write.needsRoom) {
      counters.count('storage full');
      throw new StorageError('STORAGE_FULL', 'This device has no room left');
    }
    const result = await work();
    this.revision += 1;
    if (isLast) {
      this.crash = undefined;
      counters.count('crash after a write');
      user.die();
    }
    return result;
  }
}

/** What a dead tab gets. */
export function never<T>(): Promise<T> {
  return new Promise(() => {});
}

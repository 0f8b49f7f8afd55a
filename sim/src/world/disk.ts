import {
  memoryBucketStore,
  MemoryOutbox,
  memoryOutboxStore,
  StorageError,
  type BucketStore,
  type ClientStorage,
} from '@cairn/client';
import type { Privacy } from './privacy.ts';
import type { WorldContext } from './world-context.ts';

/** A tab as its storage sees it. */
export interface StorageUser {
  readonly isAlive: boolean;
  /** Runs what storage has answered, once the tab can hear it. */
  enter(work: () => void): void;
  die(): void;
}

interface Access {
  readonly isWrite?: boolean;
  readonly needsRoom?: boolean;
}

/** The outbox and what lies beside it, and the cache. */
type DatabaseName = 'main' | 'cache';

interface Handle {
  readonly instance: string | undefined;
  /** @throws StorageError STORAGE_LOST */
  use<T>(work: () => Promise<T>): Promise<T>;
}

/** What of one account survives on a device: the outbox and the stored buckets, written one thing after the other. */
export class Disk {
  readonly outbox = new MemoryOutbox();
  /** By store, its values by key. */
  readonly buckets = new Map<string, Map<string, string>>();
  isFull = false;
  /** So many of the next accesses fail, as on a handle that has died. */
  failing = 0;
  /** Grows with each change of the outbox. */
  revision = 0;
  /** The tab that writes the so-manieth time from now dies, before or after the write. */
  crash: { after: number; readonly isWritten: boolean } | undefined;
  /** Which one of its name each database is. */
  readonly #instances: Record<DatabaseName, number> = { main: 1, cache: 1 };
  readonly #context: WorldContext;
  readonly #privacy: Privacy;
  readonly #accountId: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(context: WorldContext, privacy: Privacy, accountId: string) {
    this.#context = context;
    this.#privacy = privacy;
    this.#accountId = accountId;
  }

  /** What the device has kept of what the server took. */
  get sent(): Iterable<string> {
    return this.buckets.get('sent')?.values() ?? [];
  }

  /** Nothing of the account is here. */
  get isEmpty(): boolean {
    const { entries, counter } = this.outbox;
    return entries.size === 0 && counter.sequence === 0 && [...this.buckets.values()].every(({ size }) => size === 0);
  }

  /** All of it is gone, as when a browser clears the data of a site. */
  clear(): void {
    this.outbox.entries.clear();
    this.outbox.counter = { sequence: 0, clock: undefined };
    for (const values of this.buckets.values()) values.clear();
    this.#deleted('main');
    this.#deleted('cache');
    this.revision += 1;
  }

  /** A tab's handles. Once the tab is dead, no call of its answers any more. */
  open(user: StorageUser): ClientStorage {
    const outbox = memoryOutboxStore(this.outbox);
    const main = this.#handle('main');
    const read = <T>(work: () => Promise<T>) => main.use(() => this.#do(user, work, {}));
    const write = <T>(work: () => Promise<T>, needsRoom = true) =>
      main.use(() => this.#do(user, work, { isWrite: true, needsRoom }));
    const storage: ClientStorage = {
      get instance() {
        return main.instance;
      },
      outbox: {
        load: () => read(() => outbox.load()),
        append: (makers) => write(async () => this.#own(await outbox.append(makers))),
        update: (entries) => write(() => outbox.update(this.#own(entries))),
        amend: (entry) => write(() => outbox.amend(this.#own(entry))),
        seal: (sequences) => write(() => outbox.seal(sequences), false),
        putBack: (entries) => write(() => outbox.putBack(this.#own(entries))),
        remove: (sequences) => write(() => outbox.remove(sequences), false),
        close: async () => {},
        destroy: () => {
          this.#deleted('main');
          return this.#do(user, () => outbox.destroy(), { isWrite: true });
        },
      },
      buckets: this.#cache(user),
      sent: this.#bucketStore(user, 'sent', main),
      journal: this.#bucketStore(user, 'journal', main),
      kept: this.#bucketStore(user, 'kept', main),
    };
    return this.#context.seams.storage?.(storage, this) ?? storage;
  }

  /** A database of its own. */
  #cache(user: StorageUser): BucketStore {
    const store = this.#bucketStore(user, 'buckets', this.#handle('cache'));
    return {
      ...store,
      destroy: () => {
        this.#deleted('cache');
        return store.destroy();
      },
    };
  }

  #bucketStore(user: StorageUser, name: string, handle: Handle): BucketStore {
    const values = this.buckets.get(name) ?? new Map<string, string>();
    this.buckets.set(name, values);
    const store = memoryBucketStore(values);
    const set = (key: string, value: string) =>
      this.#do(user, () => store.set(key, this.#own(value)), { isWrite: true, needsRoom: true });
    return {
      entries: () => handle.use(() => this.#do(user, () => store.entries(), {})),
      set: (key, value) => handle.use(() => set(key, value)),
      destroy: () => this.#do(user, () => store.destroy(), { isWrite: true }),
    };
  }

  /** Of a database, from its first use on: whoever had open what was deleted has lost it, and does not begin it anew. */
  #handle(database: DatabaseName): Handle {
    let instance: number | undefined;
    const now = () => this.#instances[database];
    return {
      get instance() {
        return instance === undefined ? undefined : String(instance);
      },
      async use(work) {
        instance ??= now();
        if (instance !== now()) throw new StorageError('STORAGE_LOST', 'it was deleted');
        return work();
      },
    };
  }

  #deleted(database: DatabaseName): void {
    this.#instances[database] += 1;
  }

  /** @throws Violation when it is somebody else's */
  #own<T>(content: T): T {
    this.#privacy.check(this.#accountId, 'storage', () => JSON.stringify(content));
    return content;
  }

  #do<T>(user: StorageUser, work: () => Promise<T>, access: Access): Promise<T> {
    const { timeline, chance } = this.#context;
    const run = this.#last.then(() => timeline.pause(chance.between(0, 4))).then(() => this.#now(user, work, access));
    this.#last = run.catch(() => undefined);
    return new Promise((resolve, reject) => {
      run.then(
        (result) => user.enter(() => resolve(result)),
        (error: unknown) => user.enter(() => reject(error as Error)),
      );
    });
  }

  async #now<T>(user: StorageUser, work: () => Promise<T>, { isWrite, needsRoom }: Access): Promise<T> {
    const { counters } = this.#context;
    // A transaction that a dead tab had asked for and that had not begun.
    if (!user.isAlive) return undefined as T;
    if (this.failing > 0) {
      this.failing -= 1;
      counters.count('storage handle died');
      throw new StorageError('STORAGE_UNAVAILABLE', 'the handle is closed');
    }
    if (!isWrite) return work();
    const crash = this.crash;
    if (crash) crash.after -= 1;
    const isLast = crash !== undefined && crash.after <= 0;
    if (isLast && !crash.isWritten) {
      this.crash = undefined;
      counters.count('crash before a write');
      user.die();
      return undefined as T;
    }
    if (this.isFull && needsRoom) {
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

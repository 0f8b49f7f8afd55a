import { emptyEntity, entityKey, type Entity, type EntityRef, type Fields, type Registry } from '@cairn/domain';
import { loadLater } from '#load-later';
import type { CachePersistor } from 'apollo3-cache-persist';
import type { Environment } from '../environment/environment.ts';
import { StorageError } from '../storage-error.ts';
import type { BucketStore } from './bucket-store.ts';
import { Buckets } from './buckets.ts';
import { decodeBucket } from './decode-bucket.ts';
import type { encodeBucket } from './encode-bucket.ts';
import type { View } from './view.ts';

/** A quiet moment after a change before it is stored, and how long steady changes may put it off. Milliseconds. */
const QUIET = 200;
const AT_MOST = 1_000;

const META = 'meta';
const FORMAT = 4;
/** The formats that `decodeBucket` reads, and what stands behind them: the shape. */
const READABLE = /^[234] /;

interface Meta {
  /** The stored shape, and the types and fields it was made of: a release that knows more must load what it lacks. */
  readonly format: string;
  readonly cursor: string | null;
  /** Of the log that the cursor is of; of what an older release stored it is not known. */
  readonly epoch?: string | undefined;
}

/** What one write stores. */
type Delta = ReadonlyMap<string, string>;

/** What storage holds. */
export interface StoredState {
  readonly entities: readonly Entity[];
  /** Null: nothing was loaded yet. */
  readonly cursor: string | null;
  /** Of the log that this is of; undefined where that is not known. */
  readonly epoch?: string | undefined;
  /** True where a release that knows other types or fields has stored it: what it lacks has its initial value here. */
  readonly isOfOtherRelease?: boolean;
}

/**
 * Confirmed state on disk. apollo3-cache-persist drives it: it asks for what to store (`extract`) and hands it to the
 * storage; here that is only the buckets changed since the last time, where its own way is the whole cache each time.
 */
export class ConfirmedStore {
  readonly #store: BucketStore;
  readonly #format: string;
  /** By type, the fields of an entity to which nothing has happened. */
  readonly #initial: ReadonlyMap<string, Fields>;
  readonly #view: View;
  readonly #environment: Environment;
  readonly #place: () => Pick<Meta, 'cursor' | 'epoch'>;
  readonly #buckets = new Buckets();
  readonly #dirty = new Set<string>();
  /** Stored values that `load` could not read. */
  #damaged: readonly string[] = [];
  #persistor: CachePersistor<never> | undefined;
  #cursorDirty = false;
  /** What the write under way stores; dirty again when it fails. */
  #taken = new Set<string>();
  #failure: StorageError | undefined;
  #cancel: (() => void) | undefined;
  #dirtySince: number | undefined;
  #writing: Promise<void> = Promise.resolve();
  /** Only the tab that leads writes: two tabs would overwrite each other's buckets. */
  #leading = false;
  /** Asked before each write: a tab that was frozen may have been robbed of the lead without knowing it yet. */
  readonly #mayWrite: () => Promise<boolean>;
  onError: (error: StorageError) => void = () => {};

  constructor(options: {
    store: BucketStore;
    view: View;
    registry: Registry;
    environment: Environment;
    place: () => Pick<Meta, 'cursor' | 'epoch'>;
    mayWrite?: () => Promise<boolean>;
  }) {
    this.#store = options.store;
    this.#initial = new Map(
      options.registry.entities.map((definition) => [definition.type, emptyEntity(definition, '').fields]),
    );
    this.#format = formatOf(options.registry);
    this.#view = options.view;
    this.#environment = options.environment;
    this.#mayWrite = options.mayWrite ?? (async () => true);
    this.#place = options.place;
  }

  /**
   * All that is stored, and where: read before leading, since another tab may have written meanwhile.
   * @param early what the store has answered where it was asked before; then it is read again before leading
   */
  async load(early?: ReturnType<BucketStore['entries']>): Promise<StoredState> {
    const stored = await (early ?? this.#store.entries());
    const entities = new Map<string, Entity>();
    const damaged = new Set(this.#store.damaged);
    let meta: Meta = { format: this.#format, cursor: null };
    this.#buckets.clear();
    for (const [name, value] of stored) {
      try {
        if (name === META) meta = JSON.parse(value) as Meta;
        else this.#take(entities, decodeBucket(value), early ? undefined : Number(name));
      } catch {
        damaged.add(name);
      }
    }
    this.#damaged = [...damaged];
    // A shape that this release cannot read is loaded again from the server: it is a copy, and the outbox is elsewhere.
    if (!READABLE.test(meta.format)) return { entities: [], cursor: null };
    const isOfThisShape = meta.format.slice(2) === this.#format.slice(2);
    const isWhole = isOfThisShape && damaged.size === 0 && meta.cursor !== null;
    // Offline it is all there is, also where a release knows more than the one that stored it; it is loaded afresh once
    // there is a road.
    return isWhole
      ? { entities: [...entities.values()], cursor: meta.cursor, epoch: meta.epoch }
      : {
          entities: this.#complete(entities.values()),
          cursor: null,
          epoch: meta.epoch,
          isOfOtherRelease: !isOfThisShape,
        };
  }

  /** @param bucket where they were found, if that has to be known */
  #take(entities: Map<string, Entity>, found: readonly Entity[], bucket: number | undefined): void {
    for (const entity of found) {
      // Of a type that only another release knows; a tab of that one loads it anew.
      if (!this.#initial.has(entity.type)) continue;
      const key = entityKey(entity);
      const known = entities.get(key);
      // The same entity in two buckets: tabs led one after the other. The later state counts.
      if (known && known.version >= entity.version) continue;
      entities.set(key, entity);
      if (bucket !== undefined) this.#buckets.place(key, bucket);
    }
  }

  /** With initial values for fields that the release before did not know. */
  #complete(entities: Iterable<Entity>): Entity[] {
    return [...entities].map((entity) => ({
      ...entity,
      fields: { ...this.#initial.get(entity.type), ...entity.fields },
    }));
  }

  /** From now on this tab writes. `stored`: what `load` just answered. */
  lead(stored: StoredState): void {
    const versions = new Map(stored.entities.map((entity) => [entityKey(entity), entity.version]));
    for (const entity of this.#view.confirmedEntities()) {
      if (versions.get(entityKey(entity)) !== entity.version) this.#dirty.add(entityKey(entity));
    }
    this.#leading = true;
    this.#mend();
    this.changed([]);
  }

  /** What cannot be read is written over, after the cursor was taken back: else it would be missing, and nobody know. */
  #mend(): void {
    const damaged = this.#damaged;
    if (damaged.length === 0) return;
    this.#damaged = [];
    this.#writing = this.#writing
      .then(async () => {
        await this.#store.set(META, JSON.stringify({ format: this.#format, cursor: null } satisfies Meta));
        for (const name of damaged) if (name !== META) await this.#store.set(name, '[]');
      })
      .catch(() => undefined);
  }

  /** Remembers what confirmed state changed, and stores it soon. */
  changed(refs: readonly EntityRef[]): void {
    if (!this.#leading) return;
    for (const ref of refs) this.#dirty.add(entityKey(ref));
    this.#cursorDirty = true;
    const now = this.#environment.now();
    this.#dirtySince ??= now;
    this.#cancel?.();
    const wait = Math.max(0, Math.min(QUIET, this.#dirtySince + AT_MOST - now));
    this.#cancel = this.#environment.schedule(() => void this.flush().catch(() => undefined), wait);
  }

  /**
   * Stores what has changed. Resolves when it is on disk; the outbox forgets an event only after that, or a restart
   * without a network would show the state before it.
   * @throws StorageError; nothing is lost from memory, and the next flush tries again.
   */
  flush(): Promise<void> {
    this.#cancel?.();
    this.#cancel = undefined;
    if (!this.#leading) return this.#writing;
    this.#writing = this.#writing
      .catch(() => undefined)
      .then(async () => {
        if (this.#dirty.size === 0 && !this.#cursorDirty) return;
        if (!(await this.#mayWrite())) return;
        this.#failure = undefined;
        this.#persistor ??= await this.#createPersistor();
        await this.#persistor.persist();
        if (this.#failure) throw this.#failure;
      });
    this.#writing.catch((error: unknown) => this.onError(StorageError.from(error)));
    return this.#writing;
  }

  async #createPersistor(): Promise<CachePersistor<never>> {
    const { CachePersistor, encodeBucket } = await loadLater();
    const facade = { extract: () => this.#extract(encodeBucket), restore: () => undefined };
    const storage = {
      getItem: () => null,
      setItem: (_key: string, delta: Delta) => this.#write(delta),
      removeItem: () => this.#store.destroy(),
    };
    return new CachePersistor<never>({
      cache: facade as never,
      storage: storage as never,
      serialize: false as never,
      // Its default of one megabyte would purge the storage and stop.
      maxSize: false,
      // Its debounce never fires under steady writes, so `changed` decides when.
      trigger: false,
    });
  }

  #extract(encode: typeof encodeBucket): Delta {
    const delta = new Map<string, string>();
    const changed = new Set<number>();
    for (const key of this.#dirty) changed.add(this.#buckets.of(key));
    for (const bucket of changed) {
      const entities = [...this.#buckets.members(bucket)].map((key) => this.#view.confirmedByKey(key));
      const kept = entities.filter((entity) => entity !== undefined);
      delta.set(
        String(bucket),
        encode(kept, (type) => this.#initial.get(type)!),
      );
    }
    // Last: a cursor that is stored before the entities it stands for would skip them after a crash.
    delta.set(META, JSON.stringify({ format: this.#format, ...this.#place() } satisfies Meta));
    this.#taken = new Set(this.#dirty);
    this.#dirty.clear();
    this.#cursorDirty = false;
    this.#dirtySince = undefined;
    return delta;
  }

  async #write(delta: Delta): Promise<void> {
    try {
      for (const [name, value] of delta) await this.#store.set(name, value);
    } catch (error) {
      for (const key of this.#taken) this.#dirty.add(key);
      this.#cursorDirty = true;
      // Kept, not thrown: the persistor would print it to a person's console and lose its name on the way.
      this.#failure = StorageError.from(error);
      if (this.#failure.code !== 'STORAGE_LOST') return;
      // Another tab has given the cache up for room, and said so; or the account is gone, and the outbox says so. Half of
      // a cache, with a cursor, must not begin to grow there.
      this.#leading = false;
      this.#failure = undefined;
    }
  }

  /** Another tab leads now, and writes; what is not stored here it has been told, or will load. */
  follow(): void {
    this.#leading = false;
    this.#cancel?.();
    this.#cancel = undefined;
  }

  /** No write after this; what is left is stored first, unless the account is leaving this device. */
  async stop(options: { flush: boolean }): Promise<void> {
    if (options.flush) await this.flush().catch(() => undefined);
    this.#leading = false;
    this.#cancel?.();
  }

  /**
   * Gives up storing until the next start, and deletes what is stored: it would be older than what the outbox is about to
   * forget, and its room is needed [C5].
   */
  async drop(): Promise<void> {
    this.#leading = false;
    this.#cancel?.();
    await this.#store.destroy().catch(() => undefined);
  }

  async destroy(): Promise<void> {
    this.#leading = false;
    this.#cancel?.();
    this.#persistor?.pause();
    await this.#writing.catch(() => undefined);
    await (this.#persistor?.purge() ?? this.#store.destroy());
  }
}

function formatOf(registry: Registry): string {
  const types = registry.entities.map(({ type, fields }) => `${type}(${Object.keys(fields).sort().join(' ')})`);
  return `${FORMAT} ${types.sort().join(' ')}`;
}

import { entityKey, type Entity, type EntityRef } from '@cairn/domain';
import { Observed, type Observable } from '../status.ts';
import type { ApolloView } from './apollo-view.ts';
import type { View } from './view.ts';

export interface ForesightOptions {
  readonly view: View;
  readonly screen: Pick<ApolloView, 'update'>;
  /** Told of the entities that it begins or ends to foresee, by key. */
  onChanged(keys: readonly string[]): void;
}

/**
 * Keeps the screen equal to the view, and ahead of it while the disk writes: some milliseconds, on a slow phone many. Only
 * what is shown is ahead. The view, its indexes and all that is said of an entity follow when the event is durable, and
 * what could not be written is taken off the screen again [S13].
 */
export class Foresight {
  readonly #options: ForesightOptions;
  /** By entity, how many writes are under way. */
  readonly #writes = new Map<string, number>();
  /** By entity, what the screen shows in place of the view's: from before the write to the step that follows it. */
  readonly #ahead = new Map<string, Entity>();
  readonly #created = new Observed<readonly Entity[]>([]);
  /** Entities that the view changed meanwhile, which the screen has not been told. */
  readonly #untold = new Set<string>();
  #count = 0;

  constructor(options: ForesightOptions) {
    this.#options = options;
    const { view, screen } = options;
    view.subscribe((changes) => {
      for (const { key } of changes) if (this.has(key)) this.#untold.add(key);
      screen.update(changes.filter(({ key }) => !this.has(key)));
      this.#caughtUp(changes.map(({ key }) => key));
    });
  }

  /** Writes under way. */
  get count(): number {
    return this.#count;
  }

  /** True while the screen shows what is not durable; what the view says of the entity meanwhile is shown after that. */
  has(key: string): boolean {
    return this.#writes.has(key);
  }

  /** Entities that the screen shows and the view does not have yet. */
  get created(): Observable<readonly Entity[]> {
    return this.#created;
  }

  /** The entity as the screen shows it. */
  get(ref: EntityRef): Entity | undefined {
    return this.#ahead.get(entityKey(ref)) ?? this.#options.view.get(ref);
  }

  /**
   * Resolves once none of these is on the screen alone, by id: what is written about an entity follows what makes it.
   * Undefined when there is nothing to wait for.
   */
  made(ids: ReadonlySet<unknown>): Promise<void> | undefined {
    const isOnItsWay = () => this.#created.get().some(({ id }) => ids.has(id));
    if (!isOnItsWay()) return undefined;
    return new Promise((resolve) => {
      const stop = this.#created.subscribe(() => {
        if (isOnItsWay()) return;
        stop();
        resolve();
      });
    });
  }

  /**
   * Shows the entities as `write` is about to make them. When it has resolved, a step of the view with the same change is
   * to follow at once.
   */
  during = async <T>(entities: readonly Entity[], write: () => Promise<T>): Promise<T> => {
    const { view, screen } = this.#options;
    const shown = new Map(entities.map((entity) => [entityKey(entity), entity]));
    if (shown.size === 0) return write();
    // Begun first: the cipher and the disk are at it while this thread is at the screen.
    const writing = write();
    screen.update([...shown].map(([key, after]) => ({ key, before: view.get(after), after })));
    for (const [key, entity] of shown) this.#ahead.set(key, entity);
    this.#add(shown, 1);
    this.#tellCreated();
    try {
      const written = await writing;
      this.#end(shown, (key) => this.#untold.has(key));
      return written;
    } catch (error) {
      this.#end(shown, () => true);
      throw error;
    }
  };

  /** The step that follows a write has been made. Where it changed nothing, the screen shows what the view says again. */
  stepped(refs: readonly EntityRef[]): void {
    const left = refs
      .flatMap((ref) => this.#ahead.get(entityKey(ref)) ?? [])
      .filter((one) => !this.has(entityKey(one)));
    if (left.length > 0) this.#showView(left);
  }

  #showView(entities: readonly Entity[]): void {
    const { view, screen } = this.#options;
    screen.update(entities.map((before) => ({ key: entityKey(before), before, after: view.get(before) })));
    this.#caughtUp(entities.map(entityKey));
  }

  /** @param isWrong whether the screen is to show what the view says, which does not know of the write yet */
  #end(shown: ReadonlyMap<string, Entity>, isWrong: (key: string) => boolean): void {
    this.#add(shown, -1);
    const over = [...shown].filter(([key]) => !this.has(key));
    this.#showView(over.flatMap(([key, entity]) => (isWrong(key) ? entity : [])));
    for (const [key] of over) this.#untold.delete(key);
  }

  /** Of these the screen shows what the view says, but for those that are being written. */
  #caughtUp(keys: readonly string[]): void {
    if (this.#ahead.size === 0) return;
    for (const key of keys) if (!this.has(key)) this.#ahead.delete(key);
    this.#tellCreated();
  }

  #tellCreated(): void {
    const created = [...this.#ahead.values()].filter((entity) => !this.#options.view.get(entity));
    if (created.length + this.#created.get().length > 0) this.#created.set(created);
  }

  #add(shown: ReadonlyMap<string, Entity>, by: 1 | -1): void {
    this.#count += by;
    for (const key of shown.keys()) {
      const writes = (this.#writes.get(key) ?? 0) + by;
      if (writes > 0) this.#writes.set(key, writes);
      else this.#writes.delete(key);
    }
    this.#options.onChanged([...shown.keys()]);
  }
}

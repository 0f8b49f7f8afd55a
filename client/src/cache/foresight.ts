import { entityKey, type Entity } from '@cairn/domain';
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
 * what is shown of an entity is ahead. The view, its indexes and all that is said of it follow when the event is durable,
 * and what could not be written is taken off the screen again [S13].
 */
export class Foresight {
  readonly #options: ForesightOptions;
  /** By entity, how many writes are under way. */
  readonly #writes = new Map<string, number>();
  /** Entities that the view changed meanwhile, which the screen has not been told. */
  readonly #untold = new Set<string>();
  #count = 0;

  constructor(options: ForesightOptions) {
    this.#options = options;
    const { view, screen } = options;
    view.subscribe((changes) => {
      for (const { key } of changes) if (this.has(key)) this.#untold.add(key);
      screen.update(changes.filter(({ key }) => !this.has(key)));
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

  /**
   * Shows the entities as `write` is about to make them; new ones wait for it, as the lists do that they will stand in.
   * When it has resolved, a step of the view with the same change is to follow at once.
   */
  during = async <T>(entities: readonly Entity[], write: () => Promise<T>): Promise<T> => {
    const { view, screen } = this.#options;
    const shown = new Map(entities.filter((entity) => view.get(entity)).map((entity) => [entityKey(entity), entity]));
    if (shown.size === 0) return write();
    // Begun first: the cipher and the disk are at it while this thread is at the screen.
    const writing = write();
    screen.update([...shown].map(([key, after]) => ({ key, before: view.get(after), after })));
    this.#add(shown, 1);
    try {
      const written = await writing;
      this.#end(shown, (key) => this.#untold.has(key));
      return written;
    } catch (error) {
      this.#end(shown, () => true);
      throw error;
    }
  };

  /** @param isWrong whether the screen is to show what the view says, which does not know of the write yet */
  #end(shown: ReadonlyMap<string, Entity>, isWrong: (key: string) => boolean): void {
    const { view, screen } = this.#options;
    this.#add(shown, -1);
    const over = [...shown].filter(([key]) => !this.has(key));
    screen.update(
      over.filter(([key]) => isWrong(key)).map(([key, before]) => ({ key, before, after: view.get(before) })),
    );
    for (const [key] of over) this.#untold.delete(key);
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

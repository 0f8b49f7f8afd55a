import type { Entity } from '@cairn/domain';
import type { Observable } from '../status.ts';
import type { LocalIndex } from './local-index.ts';

/**
 * A partition's ids as a screen shows them: those of the index, and where they will stand those of entities that are
 * being saved. The same array as long as neither changes.
 */
export class ShownIds implements Observable<readonly string[]> {
  readonly #index: LocalIndex;
  readonly #partition: string;
  readonly #saved: Observable<readonly string[]>;
  readonly #created: Observable<readonly Entity[]>;
  #seen: readonly [saved: readonly string[], created: readonly Entity[]];
  #ids: readonly string[];

  constructor(index: LocalIndex, partition: string, created: Observable<readonly Entity[]>) {
    this.#index = index;
    this.#partition = partition;
    this.#saved = index.ids(partition);
    this.#created = created;
    this.#seen = [this.#saved.get(), created.get()];
    this.#ids = this.#made();
  }

  get = (): readonly string[] => {
    const [saved, created] = this.#seen;
    if (saved === this.#saved.get() && created === this.#created.get()) return this.#ids;
    this.#seen = [this.#saved.get(), this.#created.get()];
    this.#ids = this.#made();
    return this.#ids;
  };

  subscribe = (listener: () => void): (() => void) => {
    const stops = [this.#saved.subscribe(listener), this.#created.subscribe(listener)];
    return () => stops.forEach((stop) => stop());
  };

  #made(): readonly string[] {
    return this.#index.idsWith(this.#partition, this.#created.get());
  }
}

import MiniSearch, { type Options, type SearchOptions } from 'minisearch';
import { termsIn } from './fold.ts';

/** What of something is found by words. */
export interface Content {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
}

export interface Hit {
  readonly key: string;
  readonly score: number;
  /** Words in it that were found. */
  readonly terms: readonly string[];
}

interface Shelved {
  readonly key: string;
  readonly title: string;
  readonly text: string;
  readonly tags: string;
}

/** As it is stored. */
interface Stored {
  readonly prints: readonly (readonly [key: string, print: string])[];
  readonly index: object;
}

/** Grows when the index is to be made afresh. */
const FORMAT = 1;

/** Each is stored for itself: a change writes one of them, and none is long at work. */
export const SHARDS = 32;

/** With fewer than these, words that are written almost so count too. */
const ENOUGH = 8;

const OPTIONS: Options<Shelved> = {
  idField: 'key',
  fields: ['title', 'text', 'tags'],
  tokenize: termsIn,
  processTerm: (term) => term,
};

const RANK: SearchOptions = { combineWith: 'AND', boost: { title: 4, tags: 3 }, weights: { prefix: 0.6, fuzzy: 0.3 } };

/** Words of everything, to be found by the beginning of each. Kept up by what changes, in parts that are stored apart. */
export class SearchIndex {
  #shards = Array.from({ length: SHARDS }, emptyShard);
  readonly #dirty = new Set<number>();

  /** Shards that changed since they were last written. */
  get dirty(): readonly number[] {
    return [...this.#dirty];
  }

  get size(): number {
    return this.#shards.reduce((sum, { prints }) => sum + prints.size, 0);
  }

  /** Of what the index holds of it: what is told apart by its print need not be read again. */
  printOf(key: string): string | undefined {
    return this.#of(key).prints.get(key);
  }

  keys(): string[] {
    return this.#shards.flatMap(({ prints }) => [...prints.keys()]);
  }

  put(key: string, print: string, { title, text, tags }: Content): void {
    const { prints, index } = this.#of(key);
    if (prints.has(key)) index.discard(key);
    index.add({ key, title, text, tags: tags.join(' ') });
    prints.set(key, print);
    this.#dirty.add(shardOf(key));
  }

  remove(key: string): void {
    const { prints, index } = this.#of(key);
    if (!prints.delete(key)) return;
    index.discard(key);
    this.#dirty.add(shardOf(key));
  }

  /** The best first. */
  search(terms: readonly string[]): Hit[] {
    // One letter after others fits half of everything: it is waited for to become a word.
    const asked = terms.length > 1 && terms.at(-1)!.length === 1 ? terms.slice(0, -1) : terms;
    if (asked.length === 0) return [];
    const prefix = (_term: string, index: number) => index === asked.length - 1 || asked[index]!.length > 2;
    const fields = asked.length === 1 && asked[0]!.length === 1 ? ['title', 'tags'] : ['title', 'text', 'tags'];
    const exact = this.#searchAll(asked, { ...RANK, prefix, fields });
    if (exact.length >= ENOUGH || asked.every((term) => term.length < 4)) return exact;
    const fuzzy = (term: string) => (term.length < 4 ? false : term.length < 8 ? 1 : 2);
    return this.#searchAll(asked, { ...RANK, prefix, fuzzy });
  }

  /** The shard as text, which counts as written from now on. */
  dump(shard: number): string {
    this.#dirty.delete(shard);
    const { prints, index } = this.#shards[shard]!;
    return JSON.stringify({ format: FORMAT, prints: [...prints], index: index.toJSON() } satisfies Stored & {
      format: number;
    });
  }

  /** Takes the place of what the shard holds; what cannot be read leaves it as it is. */
  load(shard: number, text: string): void {
    try {
      const { format, prints, index } = JSON.parse(text) as Stored & { format?: number };
      if (format !== FORMAT) return;
      const loaded = MiniSearch.loadJS<Shelved>(index as never, OPTIONS);
      this.#shards[shard] = { prints: new Map(prints), index: loaded };
    } catch {
      // Made afresh of what there is.
    }
  }

  #searchAll(terms: readonly string[], options: SearchOptions): Hit[] {
    const words = terms.join(' ');
    return this.#shards
      .flatMap(({ prints, index }) => (prints.size === 0 ? [] : index.search(words, options)))
      .map(({ id, score, terms: found }) => ({ key: id as string, score, terms: found }))
      .sort((a, b) => b.score - a.score);
  }

  #of(key: string) {
    return this.#shards[shardOf(key)]!;
  }
}

function emptyShard() {
  return { prints: new Map<string, string>(), index: new MiniSearch<Shelved>(OPTIONS) };
}

/** By the end of the key, where UUIDs are random. */
function shardOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = Math.max(0, key.length - 8); index < key.length; index += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  }
  return ((hash >>> 16) ^ (hash & 0xffff)) % SHARDS;
}

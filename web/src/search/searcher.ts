import { Observed } from '@cairn/client';
import type { Entity } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { fold } from './fold.ts';
import { isEmpty, parseQuery, type Query } from './query.ts';
import { SearchIndex, SHARDS } from './search-index.ts';
import type { Content } from './search-index.ts';
import { searchables } from './searchables.ts';
import { inSlices } from './slices.ts';

export interface Found {
  readonly entity: Entity;
  readonly content: Content;
  /** Words to be marked in it. */
  readonly terms: ReadonlySet<string>;
}

export interface Results {
  readonly found: readonly Found[];
  /** How many there are in all. */
  readonly count: number;
}

const NOTHING: Results = { found: [], count: 0 };
const STORED = 'search.';
/** What is stored waits until nothing has changed for so long. Milliseconds. */
const QUIET = 3_000;
/** Of what is completed: found, after what is not. */
const DONE = 0.5;

const byType = new Map(searchables.map((one) => [one.type, one]));
const keyOf = ({ type, id }: Pick<Entity, 'type' | 'id'>) => `${type}:${id}`;

function refOf(key: string): { type: string; id: string } {
  const colon = key.indexOf(':');
  return { type: key.slice(0, colon), id: key.slice(colon + 1) };
}

const searchers = new WeakMap<AppCairn, Searcher>();

/** The one of an opened account. */
export function searcherOf(cairn: AppCairn): Searcher {
  let searcher = searchers.get(cairn);
  if (!searcher) searchers.set(cairn, (searcher = new Searcher(cairn)));
  return searcher;
}

/**
 * Full text of everything on this device. What changes, from wherever, is noted in the step that changes it and read when
 * it is next looked for, or when there is time.
 */
export class Searcher {
  /** Grows when results may be others than before; undefined until the index is open. */
  readonly state = new Observed<number | undefined>(undefined);
  readonly #cairn: AppCairn;
  readonly #index = new SearchIndex();
  readonly #changed = new Set<string>();
  #opening: Promise<void> | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(cairn: AppCairn) {
    this.#cairn = cairn;
  }

  /** Takes the stored index in, and what has changed since; quick where little has. */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  /** The best `limit`, the best first; nothing until the index is open. */
  search(text: string, limit: number): Results {
    const query = parseQuery(text);
    if (isEmpty(query) || this.state.get() === undefined) return NOTHING;
    this.#catchUp();
    const lists = this.#listsOf(query);
    const fitting: { entity: Entity; score: number; terms: readonly string[] }[] = [];
    for (const { key, score, terms } of this.#candidates(query)) {
      const entity = this.#cairn.entity(refOf(key));
      if (!entity || !this.#fits(entity, query, lists)) continue;
      fitting.push({ entity, score: entity.fields.completedAt ? score * DONE : score, terms });
    }
    fitting.sort((a, b) => b.score - a.score);
    const found: Found[] = [];
    for (const { entity, terms } of fitting) {
      if (found.length === limit) break;
      const content = byType.get(entity.type)!.read(entity);
      if (hasPhrases(content, query)) found.push({ entity, content, terms: new Set(terms) });
    }
    return { found, count: query.phrases.length > 0 ? found.length : fitting.length };
  }

  /** Where there are no words to look for, all, those written last first. */
  #candidates(query: Query) {
    if (query.terms.length > 0) return this.#index.search(query.terms);
    return this.#index.keys().map((key) => {
      const entity = this.#cairn.entity(refOf(key));
      return { key, score: entity?.position ?? 0, terms: [] };
    });
  }

  #fits(entity: Entity, query: Query, lists: ReadonlySet<string | null> | undefined): boolean {
    const { fields, type } = entity;
    const { traits } = query;
    if (this.#isTrashed(entity) !== traits.has('trashed')) return false;
    if (traits.has('done') && !fields.completedAt) return false;
    if (traits.has('open') && (type !== 'Task' || fields.completedAt)) return false;
    if (traits.has('pinned') && fields.pinned !== true) return false;
    const types = (['task', 'note', 'list'] as const).filter((trait) => traits.has(trait));
    if (types.length > 0 && !types.some((trait) => trait === type.toLowerCase())) return false;
    if (lists && !(type === 'Task' && lists.has((fields.listId as string | null) ?? null))) return false;
    if (query.tags.length === 0) return true;
    const tags = ((fields.tags ?? []) as readonly string[]).map(fold);
    return query.tags.every((asked) => tags.some((tag) => tag.startsWith(asked)));
  }

  /** What is in a list that is in the trash is there too. */
  #isTrashed({ fields }: Entity): boolean {
    if (fields.deletedAt) return true;
    const listId = fields.listId as string | null | undefined;
    return Boolean(listId && this.#cairn.entity({ type: 'List', id: listId })?.fields.deletedAt);
  }

  /** Ids of the lists that are named so, null for the Inbox; undefined where any will do. */
  #listsOf({ lists }: Query): ReadonlySet<string | null> | undefined {
    if (lists.length === 0) return undefined;
    const ids = new Set<string | null>();
    const isNamed = (name: string) => lists.every((asked) => fold(name).startsWith(asked));
    if (isNamed('Inbox')) ids.add(null);
    for (const key of this.#index.keys()) {
      const { type, id } = refOf(key);
      const name = type === 'List' ? this.#cairn.entity({ type, id })?.fields.name : undefined;
      if (name && isNamed(name as string)) ids.add(id);
    }
    return ids;
  }

  async #open(): Promise<void> {
    this.#cairn.changes.subscribe((changes) => {
      for (const { before, after } of changes) {
        const entity = after ?? before;
        if (entity && byType.has(entity.type)) this.#changed.add(keyOf(entity));
      }
      this.#changesLater();
    });
    const [stored] = await Promise.all([
      this.#cairn.derived.entries(),
      ...searchables.map(async (searchable) => searchable.prepare?.()),
    ]);
    await inSlices(stored, ([key, value]) => {
      const shard = Number(key.slice(STORED.length));
      if (key.startsWith(STORED) && shard < SHARDS) this.#index.load(shard, value);
    });
    const gone = new Set(this.#index.keys());
    const all = [...this.#cairn.entities()].filter(({ type }) => byType.has(type));
    await inSlices(all, (entity) => {
      gone.delete(keyOf(entity));
      // As it is by now: this takes a while.
      this.#take(keyOf(entity));
    });
    for (const key of gone) this.#take(key);
    this.state.set(1);
    this.#changesLater();
  }

  #changesLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#store(), QUIET);
    const version = this.state.get();
    if (version !== undefined && this.#changed.size > 0) this.state.set(version + 1);
  }

  #catchUp(): void {
    for (const key of this.#changed) this.#take(key);
    this.#changed.clear();
  }

  #take(key: string): void {
    const entity = this.#cairn.entity(refOf(key));
    if (!entity) return this.#index.remove(key);
    const searchable = byType.get(entity.type)!;
    const print = searchable.print(entity);
    if (this.#index.printOf(key) !== print) this.#index.put(key, print, searchable.read(entity));
  }

  async #store(): Promise<void> {
    if (this.state.get() === undefined) return;
    const changed = [...this.#changed];
    this.#changed.clear();
    await inSlices(changed, (key) => this.#take(key));
    for (const shard of this.#index.dirty) {
      await new Promise((resolve) => setTimeout(resolve));
      await this.#cairn.derived.set(`${STORED}${shard}`, this.#index.dump(shard));
    }
  }
}

function hasPhrases({ title, text }: Content, { phrases }: Query): boolean {
  if (phrases.length === 0) return true;
  const all = fold(`${title}\n${text}`).replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
  return phrases.every((phrase) => all.includes(phrase));
}

import type { Entity } from '@cairn/domain';
import type { IndexDefinition } from '../app.ts';
import { Observed, type Observable } from '../status.ts';
import type { ViewChange } from './view.ts';

interface Row {
  readonly key: string;
  readonly id: string;
}

/** Ids of one index definition, sorted in each partition, kept by what each step changed. */
export class LocalIndex {
  readonly definition: IndexDefinition;
  readonly #rows = new Map<string, Row[]>();
  readonly #ids = new Map<string, Observed<readonly string[]>>();
  /** Where to take what it is made of; undefined once it is made. */
  #source: (() => Iterable<Entity>) | undefined;

  constructor(definition: IndexDefinition) {
    this.definition = definition;
  }

  /** The same array until the partition's ids or their order change. */
  ids(partition: string): Observable<readonly string[]> {
    this.#fill();
    let observed = this.#ids.get(partition);
    if (!observed) {
      observed = new Observed<readonly string[]>((this.#rows.get(partition) ?? []).map(({ id }) => id));
      this.#ids.set(partition, observed);
    }
    return observed;
  }

  /** As `ids` has them now, and with those of `entities` that are not in there, where they would stand. */
  idsWith(partition: string, entities: readonly Entity[]): readonly string[] {
    const ids = this.ids(partition).get();
    const places = entities.map((entity) => this.#place(entity)).filter((place) => place?.partition === partition);
    const rows = places.map((place) => place!.row).filter(({ id }) => !ids.includes(id));
    if (rows.length === 0) return ids;
    const all = [...(this.#rows.get(partition) ?? [])];
    for (const row of rows) all.splice(this.#position(all, row), 0, row);
    return all.map(({ id }) => id);
  }

  /** Makes an empty index of `source`, when it is first asked for something: a start waits for what its screen shows. */
  load(source: () => Iterable<Entity>): void {
    this.#source = source;
  }

  /** One sort instead of many insertions. */
  #fill(): void {
    const source = this.#source;
    if (!source) return;
    this.#source = undefined;
    for (const entity of source()) {
      const place = this.#place(entity);
      if (!place) continue;
      const rows = this.#rows.get(place.partition);
      if (rows) rows.push(place.row);
      else this.#rows.set(place.partition, [place.row]);
    }
    for (const rows of this.#rows.values()) rows.sort((a, b) => this.#compare(a, b));
  }

  /** Before anything else that hears of the changes: who asks for ids because of them finds these in there. */
  update(changes: readonly ViewChange[]): void {
    if (this.#source) return;
    const touched = new Set<string>();
    for (const { before, after } of changes) {
      const from = before && this.#place(before);
      const to = after && this.#place(after);
      if (from?.partition === to?.partition && from?.row.key === to?.row.key) continue;
      if (from) {
        const rows = this.#rows.get(from.partition)!;
        rows.splice(this.#position(rows, from.row), 1);
        touched.add(from.partition);
      }
      if (to) {
        const rows = this.#rows.get(to.partition) ?? [];
        rows.splice(this.#position(rows, to.row), 0, to.row);
        this.#rows.set(to.partition, rows);
        touched.add(to.partition);
      }
    }
    for (const partition of touched) this.#publish(partition);
  }

  #place(entity: Entity): { partition: string; row: Row } | undefined {
    if (entity.type !== this.definition.type) return undefined;
    const partition = this.definition.partition(entity);
    return partition === undefined
      ? undefined
      : { partition, row: { key: this.definition.sortKey(entity), id: entity.id } };
  }

  /** The first place whose row is not before `row`. */
  #position(rows: readonly Row[], row: Row): number {
    let low = 0;
    let high = rows.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#compare(rows[middle]!, row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #compare(a: Row, b: Row): number {
    if (a.key !== b.key) return a.key < b.key !== (this.definition.descending ?? false) ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  }

  #publish(partition: string): void {
    this.#ids.get(partition)?.set((this.#rows.get(partition) ?? []).map(({ id }) => id));
  }
}

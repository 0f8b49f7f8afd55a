import { entityKey, type EntityRef } from '@cairn/domain';
import type { Replica } from '../replica.ts';
import { Observed, type Observable } from '../status.ts';

/** How many events of each entity are not on the server yet; counted for those that somebody looks at. */
export class PendingCounts {
  readonly #replica: Replica;
  readonly #counts = new Map<string, Observed<number>>();

  constructor(replica: Replica) {
    this.#replica = replica;
    replica.view.subscribe((changes) => {
      for (const { key } of changes) this.#counts.get(key)?.set(replica.outbox.pendingOf(key).length);
    });
  }

  of(ref: EntityRef): Observable<number> {
    const key = entityKey(ref);
    const count = this.#counts.get(key) ?? new Observed(this.#replica.outbox.pendingOf(key).length);
    this.#counts.set(key, count);
    return count;
  }
}

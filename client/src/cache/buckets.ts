/** Entities in one stored value. More would make each change dearer to store, fewer would make a cold start slower. */
const CAPACITY = 128;

/**
 * Which stored value holds which entity. New entities fill the newest bucket, so the cost of storing a change stays the
 * same however many entities there are [C4].
 */
export class Buckets {
  readonly #bucketOf = new Map<string, number>();
  readonly #members = new Map<number, Set<string>>();
  #newest = 0;

  /** Remembers where an entity was found in storage. */
  place(key: string, bucket: number): void {
    this.#bucketOf.set(key, bucket);
    const members = this.#members.get(bucket) ?? new Set();
    this.#members.set(bucket, members.add(key));
    this.#newest = Math.max(this.#newest, bucket);
  }

  /** The bucket that holds or will hold the entity. */
  of(key: string): number {
    const known = this.#bucketOf.get(key);
    if (known !== undefined) return known;
    if ((this.#members.get(this.#newest)?.size ?? 0) >= CAPACITY) this.#newest += 1;
    this.place(key, this.#newest);
    return this.#newest;
  }

  members(bucket: number): Iterable<string> {
    return this.#members.get(bucket) ?? [];
  }

  clear(): void {
    this.#bucketOf.clear();
    this.#members.clear();
    this.#newest = 0;
  }
}

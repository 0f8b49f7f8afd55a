import type { BucketStore } from '../cache/bucket-store.ts';

/**
 * What an app works out of the account's content and keeps on this device, so as not to work it out again: sealed like
 * the content, named by account, and gone with it. Nothing here is all there is of something: it may be lost at any time.
 */
export interface Derived {
  /** Empty where nothing can be read. */
  entries(): Promise<readonly (readonly [key: string, value: string])[]>;
  /** Keys are not sealed. Resolves when it is stored, or could not be. */
  set(key: string, value: string): Promise<void>;
}

/** @param closing aborted when nothing more of the account may be stored */
export function storedDerived(store: BucketStore | undefined, closing: AbortSignal): Derived {
  let isOpened: Promise<unknown> | undefined;
  // Read before the first write: a database that is deleted from then on is not made anew.
  const entries = () => {
    const found = store?.entries().catch(() => []) ?? Promise.resolve([]);
    isOpened ??= found;
    return found;
  };
  return {
    entries,
    async set(key, value) {
      await (isOpened ?? entries());
      if (!closing.aborted) await store?.set(key, value).catch(() => undefined);
    },
  };
}

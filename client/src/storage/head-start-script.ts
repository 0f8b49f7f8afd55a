import { ENTRIES, META } from '../outbox/indexeddb-outbox-store.ts';
import { KEYS } from './account-key.ts';
import { CACHE, databasesOf, KEPT } from './browser-storage.ts';
import { beginReading, INSTANCE, type Reading } from './head-start.ts';
import { ACCOUNTS, LEAVING } from './leaving.ts';

/** What a start reads of an account, and in which order. */
export function readingsOf(accountId: string): readonly Reading[] {
  const { key, outbox, cache } = databasesOf(accountId);
  return [
    [LEAVING, null, INSTANCE, ACCOUNTS],
    [key, null, INSTANCE, KEYS],
    [outbox, null, INSTANCE, ENTRIES, META, KEPT],
    // An event leaves the outbox once the cache has what came of it: what is read in this order lacks neither.
    [cache, outbox, INSTANCE, CACHE],
  ];
}

/**
 * JavaScript for a page's own head, which begins to read an account while the app's files are on their way.
 * @param accountId an expression for it
 */
export function headStartScript(accountId: string): string {
  const readings = JSON.stringify(readingsOf('@')).replaceAll('@"', '"+i');
  return `globalThis.cairnHeadStart=(i=>(${beginReading.toString()})(indexedDB,${readings}))(${accountId})`;
}

import { StorageError } from '../storage-error.ts';
import type { OutboxStore } from './outbox-store.ts';

/**
 * Where a device is full, room is made for the outbox, once [C5]: confirmed state can be loaded again, what is in the
 * outbox is nowhere else. What is still refused then is refused to the person; nothing stored is ever given up for it.
 */
export function outboxFirst(store: OutboxStore, makeRoom: (full: StorageError) => Promise<void>): OutboxStore {
  let made: Promise<void> | undefined;
  async function insist<T>(write: () => Promise<T>): Promise<T> {
    try {
      return await write();
    } catch (error) {
      const failure = StorageError.from(error);
      if (failure.code !== 'STORAGE_FULL') throw failure;
      made ??= makeRoom(failure);
      await made.catch(() => undefined);
      return write();
    }
  }
  return {
    ...store,
    append: (makers) => insist(() => store.append(makers)),
    update: (entries) => insist(() => store.update(entries)),
    amend: (entry) => insist(() => store.amend(entry)),
    putBack: (entries) => insist(() => store.putBack(entries)),
  };
}

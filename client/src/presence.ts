import type { Identity } from './app.ts';
import type { Locks } from './environment/environment.ts';

/** Not by storage: a tab that could not open it has to wait for those that could. */
function presenceLock({ accountId }: Pick<Identity, 'accountId'>): string {
  return `cairn-open-${accountId}`;
}

/** Says to the other tabs of the profile that this one has the account open, and may store of it; the answer ends that. */
export function present(locks: Locks, identity: Identity): () => void {
  let end = () => {};
  const ended = new Promise<void>((resolve) => (end = resolve));
  void locks
    .request(presenceLock(identity), new AbortController().signal, () => ended, { shared: true })
    .catch(() => undefined);
  return end;
}

/** Resolves when no tab has the account open any more; rejects when `patience` has ended before. */
export async function allAbsent(locks: Locks, identity: Identity, patience: AbortSignal): Promise<void> {
  await locks.request(presenceLock(identity), patience, async () => undefined);
}

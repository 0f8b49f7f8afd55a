import type { Mutation, Payloads } from '@cairn/domain';
import { useMemo } from 'react';
import { notifyFailure } from '../ui/notify.ts';
import { useCairn, type AppCairn } from './cairn-context.ts';

/** True once the event is on disk; false when it was refused, and the person has been told why. */
export type Save = <M extends Mutation>(mutation: M, payload: Payloads[M]) => Promise<boolean>;

/** Runs something that writes an event; undefined when that failed, and the person has been told why. */
export async function attempt<T>(write: () => Promise<T>): Promise<{ readonly result: T } | undefined> {
  try {
    const result = await write();
    // Undefined: there was nothing to write.
    if (result !== undefined) countSaved();
    return { result };
  } catch (error) {
    const { explainFailure } = await import('../sync/explain.ts');
    notifyFailure(explainFailure(error));
    return undefined;
  }
}

export function saveTo(cairn: AppCairn): Save {
  return async (mutation, payload) => (await attempt(() => cairn.record(mutation, payload))) !== undefined;
}

export function useSave(): Save {
  const cairn = useCairn();
  return useMemo(() => saveTo(cairn), [cairn]);
}

/** Says on the page how many events this tab has made durable: "saved" can be seen from outside, also by a test that kills the browser. */
export function countSaved(): void {
  const { dataset } = document.documentElement;
  dataset.saved = String(Number(dataset.saved ?? 0) + 1);
}

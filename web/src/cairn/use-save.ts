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
    // Not waited for: without a road its words may be out of reach, and what was typed is given back all the same.
    void tellFailure(error);
    return undefined;
  }
}

async function tellFailure(error: unknown): Promise<void> {
  const explain = await import('../sync/explain.ts').catch(() => undefined);
  notifyFailure(explain?.explainFailure(error) ?? 'This is not saved.');
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

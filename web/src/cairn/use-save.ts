import type { Mutation, Payloads } from '@cairn/domain';
import { useCallback } from 'react';
import { explainFailure } from '../sync/explain.ts';
import { notifyFailure } from '../ui/notify.ts';
import { useCairn } from './cairn-context.ts';

/** True once the event is on disk; false when it was refused, and the person has been told why. */
export type Save = <M extends Mutation>(mutation: M, payload: Payloads[M]) => Promise<boolean>;

export function useSave(): Save {
  const cairn = useCairn();
  return useCallback(
    async (mutation, payload) => {
      try {
        await cairn.record(mutation, payload);
        countSaved();
        return true;
      } catch (error) {
        notifyFailure(explainFailure(error));
        return false;
      }
    },
    [cairn],
  );
}

/** Says on the page how many events this tab has made durable: "saved" can be seen from outside, also by a test that kills the browser. */
function countSaved(): void {
  const { dataset } = document.documentElement;
  dataset.saved = String(Number(dataset.saved ?? 0) + 1);
}

import { useEffect } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { lookForUpdate } from './start-service-worker.ts';

/** The server wants a newer app: looks for it at once, not within the hour. `AppUpdate` offers it when it is there. */
export function useUpgrade(): void {
  const { lastError } = useObservable(useCairn().status);
  useEffect(() => {
    if (lastError === 'UPGRADE_REQUIRED') void lookForUpdate();
  }, [lastError]);
}

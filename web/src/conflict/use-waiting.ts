import type { EntityRef } from '@cairn/domain';
import { useSyncExternalStore } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { waitingConflicts, type Waiting } from './waiting.ts';

export function useWaiting(): readonly Waiting[] {
  return useObservable(waitingConflicts(useCairn()));
}

/** Whether something of the entity waits for a choice. */
export function useIsWaiting({ type, id }: EntityRef): boolean {
  const waiting = waitingConflicts(useCairn());
  const get = () => waiting.get().some(({ entity }) => entity.id === id && entity.type === type);
  return useSyncExternalStore(waiting.subscribe, get, get);
}

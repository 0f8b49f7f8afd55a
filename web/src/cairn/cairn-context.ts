import type { Cairn } from '@cairn/client';
import type { Payloads } from '@cairn/domain';
import { createContext, useContext, useMemo } from 'react';
import { useObservable } from './use-observable.ts';

export type AppCairn = Cairn<Payloads>;

export const CairnContext = createContext<AppCairn | null>(null);

export function useCairn(): AppCairn {
  const cairn = useContext(CairnContext);
  if (!cairn) throw new Error('only inside an opened account');
  return cairn;
}

/** Sorted ids of one partition; never a whole collection through Apollo. */
export function useIds(index: { readonly name: string }, partition: string): readonly string[] {
  const cairn = useCairn();
  return useObservable(useMemo(() => cairn.index(index.name, partition), [cairn, index.name, partition]));
}

/** How many of an entity's events only this device has. */
export function usePending(type: string, id: string): number {
  const cairn = useCairn();
  return useObservable(useMemo(() => cairn.pendingOf({ type, id }), [cairn, type, id]));
}

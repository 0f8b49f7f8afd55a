import type { Cairn, EntityStatus } from '@cairn/client';
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
  return useObservable(useMemo(() => cairn.screen.index(index.name, partition), [cairn, index.name, partition]));
}

/** Where what was done to an entity is: on this device, on its way, on the server, or refused. */
export function useEntityStatus(type: string, id: string): EntityStatus {
  const cairn = useCairn();
  return useObservable(useMemo(() => cairn.statusOf({ type, id }), [cairn, type, id]));
}

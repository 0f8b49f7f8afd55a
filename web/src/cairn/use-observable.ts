import type { Observable } from '@cairn/client';
import { useSyncExternalStore } from 'react';

export function useObservable<T>(observable: Observable<T>): T {
  return useSyncExternalStore(observable.subscribe, observable.get, observable.get);
}

import { useEffect, useMemo } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { searcherOf, type Results } from './searcher.ts';

/** What fits now, and as things change; undefined while the index is opened. */
export function useResults(text: string, limit: number): Results | undefined {
  const searcher = searcherOf(useCairn());
  const version = useObservable(searcher.state);
  useEffect(() => void searcher.open(), [searcher]);
  return useMemo(
    () => (version === undefined ? undefined : searcher.search(text, limit)),
    [searcher, version, text, limit],
  );
}

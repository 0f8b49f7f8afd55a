import { useEffect } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';

/** Once the start is over, and nobody waits for anything. Milliseconds. */
const AFTER_START = 6_000;

/** Opens the index when there is time, so that the first search finds it open. */
export function useSearchIndex(): void {
  const cairn = useCairn();
  useEffect(() => {
    const timer = setTimeout(() => {
      void import('./searcher.ts').then(({ searcherOf }) => searcherOf(cairn).open());
    }, AFTER_START);
    return () => clearTimeout(timer);
  }, [cairn]);
}

import { useMemo } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useToday } from '../ui/use-today.ts';
import type { Names } from './words/concept-words.ts';

export function useNames(): Names {
  const cairn = useCairn();
  const today = useToday();
  return useMemo(
    () => ({ list: (id) => cairn.entity({ type: 'List', id })?.fields.name as string | undefined, today }),
    [cairn, today],
  );
}

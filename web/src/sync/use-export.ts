import { useCallback } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { attempt } from '../cairn/use-save.ts';
import { localToday } from '../task/dates.ts';
import { saveFile } from '../ui/save-file.ts';

/** Saves what the server does not have to a file: these events, or all. */
export function useExport(): (what: string, sequences?: readonly number[]) => Promise<void> {
  const cairn = useCairn();
  return useCallback(
    async (what, sequences) => {
      const exported = await attempt(() => cairn.exportUnsent(sequences));
      if (exported) saveFile(`cairn ${what} ${localToday(new Date())}.json`, exported.result);
    },
    [cairn],
  );
}

import { useCallback, useState } from 'react';
import { useCairn, type AppCairn } from './cairn-context.ts';

/** Text not yet entered, kept on this device: a reload, or a new version of the app, must not take it away. */
export function useKeptText(key: string): readonly [string, (text: string) => void] {
  const { kept } = useCairn();
  const [held, setHeld] = useState({ key, text: kept.get(key) });
  if (held.key !== key) setHeld({ key, text: kept.get(key) });
  const setText = useCallback(
    (text: string) => {
      setHeld({ key, text });
      kept.set(key, text);
      void saySettled(kept);
    },
    [kept, key],
  );
  return [held.text, setText];
}

let changes = 0;

/** Says on the page while something typed is not on disk yet, as `countSaved` says how much was saved. */
async function saySettled(kept: AppCairn['kept']): Promise<void> {
  const { dataset } = document.documentElement;
  const change = (changes += 1);
  dataset.keeping = 'true';
  await kept.settled();
  if (change === changes) delete dataset.keeping;
}

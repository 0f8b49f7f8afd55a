import { useCallback, useState } from 'react';
import { useCairn } from './cairn-context.ts';
import { keep } from './keep.ts';

/** Text not yet entered, kept on this device: a reload, or a new version of the app, must not take it away. */
export function useKeptText(key: string): readonly [string, (text: string) => void] {
  const { kept } = useCairn();
  const [held, setHeld] = useState({ key, text: kept.get(key) });
  if (held.key !== key) setHeld({ key, text: kept.get(key) });
  const setText = useCallback(
    (text: string) => {
      setHeld({ key, text });
      keep(kept, key, text);
    },
    [kept, key],
  );
  return [held.text, setText];
}

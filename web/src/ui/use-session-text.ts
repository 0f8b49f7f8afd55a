import { useCallback, useState } from 'react';

/** Text not yet entered, kept for this tab: a reload, or a new version of the app, must not take it away. */
export function useSessionText(key: string): readonly [string, (text: string) => void] {
  const [held, setHeld] = useState({ key, text: read(key) });
  if (held.key !== key) setHeld({ key, text: read(key) });
  const setText = useCallback(
    (text: string) => {
      setHeld({ key, text });
      write(key, text);
    },
    [key],
  );
  return [held.text, setText];
}

function read(key: string): string {
  try {
    return sessionStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}

function write(key: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch {
    // Without storage the text lives as long as the page, as in any other field.
  }
}

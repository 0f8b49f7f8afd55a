import { useEffect, useState } from 'react';
import type * as NoteText from './note-text.ts';

/** In a file of its own, with the CRDT library: only who has notes needs it. */
let loaded: typeof NoteText | undefined;

export async function loadNoteText(): Promise<typeof NoteText> {
  loaded ??= await import('./note-text.ts');
  return loaded;
}

/** The Markdown of a note; the last known one, or undefined, while the newest is not made of its updates yet. */
export function useNoteText(updates: readonly string[]): string | undefined {
  const [text, setText] = useState(() => loaded?.knownTextOf(updates));
  useEffect(() => {
    let isGone = false;
    // After the paint: a long note must not hold up the key that was typed into it.
    const timer = setTimeout(() => {
      void loadNoteText().then(({ textOfNote }) => !isGone && setText(textOfNote(updates)));
    });
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [updates]);
  return text;
}

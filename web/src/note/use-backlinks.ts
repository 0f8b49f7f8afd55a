import { useEffect, useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { loadNoteText } from './use-note-text.ts';

/** Milliseconds of one go through the notes; then the page has its turn. */
const SLICE = 8;

/** Ids of the notes whose text links to the entity. Looked for while the page has nothing better to do. */
export function useBacklinks(entityId: string, noteIds: readonly string[]): readonly string[] {
  const cairn = useCairn();
  const [found, setFound] = useState<readonly string[]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    async function look(): Promise<void> {
      const { linksOfNote } = await loadNoteText();
      const linking: string[] = [];
      let start = performance.now();
      for (const id of noteIds) {
        if (performance.now() - start > SLICE) {
          await idle();
          start = performance.now();
        }
        if (leaving.signal.aborted) return;
        const updates = cairn.entity({ type: 'Note', id })?.fields.updates as readonly string[] | undefined;
        if (id !== entityId && updates && linksOfNote(updates).some((link) => link.entityId === entityId))
          linking.push(id);
      }
      setFound(linking);
    }
    void look();
    return () => leaving.abort();
  }, [cairn, entityId, noteIds]);
  return found;
}

/** Safari has no idle callbacks. */
const idle = () =>
  new Promise<void>((resolve) =>
    'requestIdleCallback' in window ? requestIdleCallback(() => resolve()) : setTimeout(resolve, 16),
  );

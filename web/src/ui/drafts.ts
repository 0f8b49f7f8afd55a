import { useCallback, useEffect, useRef, useState } from 'react';

/** Text goes to the outbox this long after the last keystroke, and at once when the page may go away. */
const IDLE = 600;

const flushers = new Set<() => Promise<unknown>>();

/** Makes everything typed so far durable. */
export async function flushDrafts(): Promise<void> {
  await Promise.all([...flushers].map((flush) => flush()));
}

/** `flush` is called when the page may go away: it makes durable what a component still holds. */
export function useFlusher(flush: () => Promise<unknown>): void {
  useEffect(() => {
    const onHide = () => void flush();
    flushers.add(flush);
    window.addEventListener('pagehide', onHide);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      flushers.delete(flush);
      window.removeEventListener('pagehide', onHide);
      document.removeEventListener('visibilitychange', onHide);
      void flush();
    };
  }, [flush]);
}

/**
 * A field that is typed into locally and saved in steps, from the first key until the focus leaves it; only then does it
 * follow what arrives from elsewhere again. A refused save keeps the text in the field.
 */
export function useDraft(value: string, save: (text: string) => Promise<boolean>) {
  const [draft, setDraft] = useState<string>();
  const latest = useRef({ value, draft, save });
  const last = useRef<{ readonly text: string; readonly isSaved: Promise<boolean> }>(undefined);
  useEffect(() => {
    latest.current = { value, draft, save };
  });

  const flush = useCallback(async () => {
    const { value, draft, save } = latest.current;
    if (draft === undefined) return true;
    // What was saved once is not saved again, although another device may have changed the value meanwhile.
    if (last.current?.text !== draft) {
      last.current = { text: draft, isSaved: draft === value ? Promise.resolve(true) : save(draft) };
    }
    const { isSaved } = last.current;
    if (await isSaved) return true;
    last.current = undefined;
    return false;
  }, []);

  const leave = useCallback(async () => {
    const { draft } = latest.current;
    if (!(await flush())) return;
    last.current = undefined;
    setDraft((now) => (now === draft ? undefined : now));
  }, [flush]);

  useEffect(() => {
    if (draft === undefined) return;
    const timer = setTimeout(() => void flush(), IDLE);
    return () => clearTimeout(timer);
  }, [draft, flush]);

  useFlusher(flush);

  return { text: draft ?? value, change: setDraft, leave };
}

import { useEffect, useState } from 'react';
import { Button } from '../ui/button.tsx';

interface Facts {
  readonly usage: number;
  readonly isPersisted: boolean;
}

async function readFacts(): Promise<Facts> {
  const [{ usage = 0 }, isPersisted] = await Promise.all([navigator.storage.estimate(), navigator.storage.persisted()]);
  return { usage, isPersisted };
}

/** How much is kept here, and whether the browser has promised not to clear it. */
export function StorageNote() {
  const [facts, setFacts] = useState<Facts>();
  useEffect(() => {
    readFacts().then(setFacts, () => undefined);
  }, []);
  if (!facts) return <p className="text-ink-soft">This browser does not say how much is kept.</p>;

  async function persist() {
    await navigator.storage.persist();
    setFacts(await readFacts());
  }
  return (
    <div className="flex flex-wrap items-center justify-between gap-3">
      <p className="text-ink-soft">
        {(facts.usage / 1_048_576).toFixed(1)} MB kept.{' '}
        {facts.isPersisted
          ? 'The browser keeps it until you sign out.'
          : 'The browser may clear it when space runs short.'}
      </p>
      {!facts.isPersisted && <Button onClick={() => void persist()}>Ask to keep it</Button>}
    </div>
  );
}

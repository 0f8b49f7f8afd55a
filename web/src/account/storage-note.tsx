import type { StorageReport } from '@cairn/client';
import { useEffect, useState, type ReactNode } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { Button } from '../ui/button.tsx';
import { askToKeep, readStorageFacts, sayBytes, type StorageFacts } from './storage-facts.ts';
import { sayLosses } from './storage-trouble.ts';

/** What is kept here, who can read it, and when it may go: what docs/storage.md says, in a person's words. */
export function StorageNote() {
  const { storage } = useObservable(useCairn().status);
  const [facts, setFacts] = useState<StorageFacts>();
  const [isRefused, setRefused] = useState(false);
  useEffect(() => {
    void readStorageFacts().then(setFacts);
  }, []);
  if (!storage || !facts) return null;

  async function keep() {
    setRefused(!(await askToKeep()));
    setFacts(await readStorageFacts());
  }

  return (
    <div data-testid="storage-note">
      {sayLosses(storage).map((loss) => (
        <p key={loss} className="mb-4 rounded-md bg-danger-wash px-3 py-2 text-danger">
          {loss}
        </p>
      ))}
      <dl className="space-y-4">
        <Fact name="Kept here">
          <p>{sayAmount(storage, facts)}</p>
        </Fact>
        <Fact name="Who can read it">
          <p>{sayReaders(storage)}</p>
        </Fact>
        {storage.mode === 'disk' && (
          <Fact name="How long">
            <p>
              {facts.isPersisted
                ? 'Until you sign out. The browser has promised not to clear it.'
                : 'Until you sign out, unless the browser clears it first: when space runs short, or, in Safari, after seven days without a visit. What is on the server comes back when you sign in; what is not is lost. In a private window everything goes when the window closes.'}
            </p>
            {!facts.isPersisted && (
              <div className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-2">
                <Button onClick={() => void keep()}>Ask the browser to keep it</Button>
                <span role="status" className="min-w-0 flex-1 basis-48 text-sm empty:hidden">
                  {isRefused &&
                    'It has not promised. Browsers often do once Cairn is installed, or has been used for a while.'}
                </span>
              </div>
            )}
          </Fact>
        )}
      </dl>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="font-medium">{name}</dt>
      <dd className="mt-0.5 text-ink-soft text-pretty">{children}</dd>
    </div>
  );
}

function sayAmount({ mode }: StorageReport, { usage, quota }: StorageFacts): string {
  if (mode === 'memory') {
    return 'Nothing: this browser does not let Cairn keep anything, as in some private windows. What you write lives in this tab until it is on the server. Do not close it before.';
  }
  if (usage === undefined)
    return 'All your tasks and notes, to work without a network. This browser does not say how much that is.';
  const room = quota ? ` The browser gives up to ${sayBytes(quota)}.` : '';
  return `All your tasks and notes, to work without a network: ${sayBytes(usage)}.${room}`;
}

function sayReaders({ mode, isEncrypted }: StorageReport): string {
  if (mode === 'memory') return 'Whoever uses this tab.';
  return isEncrypted
    ? 'Whoever can use this browser. The files are encrypted with a key that stays in it and is destroyed when you sign out, so what is left on the disk then is noise. Against somebody who takes the whole unlocked device, only its lock helps.'
    : 'Whoever can use this browser, or read this device’s disk: here the browser cannot encrypt. It needs a secure address (https).';
}

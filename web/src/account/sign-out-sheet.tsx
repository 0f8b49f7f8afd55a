import { useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { useExport } from '../sync/use-export.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { useIdentity } from './identity.ts';
import { signOutHere } from './leaving.ts';
import { sayChanges } from '../ui/say-number.ts';

/** Signing out takes the account off this device, also without a network; so it first says what only this device has. */
export function SignOutSheet({ onClose }: { onClose: () => void }) {
  const cairn = useCairn();
  const identity = useIdentity();
  const exportUnsent = useExport();
  const { pending, parked } = useObservable(cairn.status);
  const [isBusy, setBusy] = useState(false);
  const unsent = pending + parked;
  const changes = sayChanges(unsent);

  async function signOut() {
    setBusy(true);
    if (identity) await signOutHere(cairn, identity);
  }

  return (
    <Sheet
      title="Sign out?"
      description={
        unsent > 0
          ? `${changes} on this device ${unsent === 1 ? 'is' : 'are'} not on the server yet. Signing out deletes ${unsent === 1 ? 'it' : 'them'} for good.`
          : 'Everything is on the server. Your tasks are removed from this device.'
      }
      onClose={onClose}
    >
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Stay signed in</Button>
        {unsent > 0 && <Button onClick={() => cairn.syncNow()}>Try to send now</Button>}
        {unsent > 0 && <Button onClick={() => void exportUnsent('unsent')}>Save to a file</Button>}
        <Button look={unsent > 0 ? 'danger' : 'primary'} disabled={isBusy} onClick={() => void signOut()}>
          {unsent > 0 ? `Sign out and discard ${changes}` : 'Sign out'}
        </Button>
      </div>
    </Sheet>
  );
}

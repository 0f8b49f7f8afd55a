import type { Identity } from '@cairn/client';
import { useEffect, useState } from 'react';
import { useAside } from './aside.ts';
import { DeleteUnsent } from './delete-unsent.tsx';
import { deleteHere, unsentOf } from './leaving.ts';
import { sayChanges } from '../ui/say-number.ts';

/** Whose they are is not said: who sees this is somebody else. */
export function AsideNote() {
  return (
    <ul className="space-y-4">
      {useAside().map((identity) => (
        <Account key={identity.accountId} identity={identity} />
      ))}
    </ul>
  );
}

function Account({ identity }: { identity: Identity }) {
  const [unsent, setUnsent] = useState<number | undefined>();
  useEffect(() => {
    void unsentOf(identity).then(setUnsent);
  }, [identity]);
  const what = unsent === undefined ? 'unsent changes' : sayChanges(unsent);
  return (
    <li data-testid="aside" className="text-sm text-ink-soft text-pretty">
      <p className="mb-3">
        Another account has left {what} on this device, encrypted. They are sent when it signs in here again, and by
        nobody else.
      </p>
      <DeleteUnsent what={what} onDelete={() => deleteHere(identity)} />
    </li>
  );
}

import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { revokeAccessTokenDocument } from './key-documents.ts';
import { explainKeys } from './explain-keys.ts';
import { useAsk } from './use-ask.ts';

interface Props {
  readonly token: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** Says what it does over there: the program stops. */
export function RevokeToken({ token: { id, name }, onClose }: Props) {
  const ask = useAsk();
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);

  async function revoke() {
    setBusy(true);
    setFailure('');
    try {
      await ask(revokeAccessTokenDocument, { id });
      onClose();
    } catch (error) {
      setFailure(explainKeys(error));
      setBusy(false);
    }
  }

  return (
    <Sheet
      title={`Revoke ${name}?`}
      description="The program is refused from now on, and cannot be let in again with this token. What it did stays in your history, under its name."
      onClose={onClose}
    >
      <p role="alert" className="mb-4 text-sm text-danger empty:sr-only">
        {failure}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" disabled={isBusy} onClick={() => void revoke()}>
          Revoke it
        </Button>
      </div>
    </Sheet>
  );
}

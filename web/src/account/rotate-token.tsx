import { useId, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { rotateAccessTokenDocument } from './key-documents.ts';
import { explainKeys } from './explain-keys.ts';
import { TokenSecret } from './token-secret.tsx';
import { useAsk } from './use-ask.ts';
import { useConfirmed } from './use-confirmed.tsx';

const HOUR = 3_600_000;

const GRACES = [
  ['0', 'ends now'],
  ['1', 'works for another hour'],
  ['24', 'works for another day'],
  ['168', 'works for another week'],
] as const;

interface Props {
  readonly token: { readonly id: string; readonly name: string };
  readonly onClose: () => void;
}

/** A new secret for the same token: what it may do, and its name in the history, stay. */
export function RotateToken({ token: { id, name }, onClose }: Props) {
  const ask = useAsk();
  const [confirmed, confirmation] = useConfirmed();
  const graceId = useId();
  const [hours, setHours] = useState<(typeof GRACES)[number][0]>('24');
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [secret, setSecret] = useState<string>();

  async function rotate() {
    setBusy(true);
    setFailure('');
    const previousUntil = new Date(Date.now() + Number(hours) * HOUR).toISOString();
    try {
      await confirmed(async () => {
        const { rotateAccessToken } = await ask(rotateAccessTokenDocument, { input: { id, previousUntil } });
        setSecret(rotateAccessToken.secret);
      });
    } catch (error) {
      setFailure(explainKeys(error));
    }
    setBusy(false);
  }

  if (secret !== undefined) {
    return (
      <Sheet title={`The new secret of ${name}`} onClose={onClose}>
        <TokenSecret secret={secret} onDone={onClose} />
      </Sheet>
    );
  }
  return (
    <Sheet
      title={`A new secret for ${name}?`}
      description="What it may do stays as it is. Give the program the new secret while the old one still works."
      onClose={onClose}
    >
      <div className="mb-5 flex flex-wrap items-center gap-2">
        <label htmlFor={graceId} className="text-sm font-medium">
          The old secret
        </label>
        <Select id={graceId} label="The old secret" value={hours} choices={GRACES} onChange={setHours} />
      </div>
      <p role="alert" className="mb-4 text-sm text-danger empty:sr-only">
        {failure}
      </p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" disabled={isBusy} onClick={() => void rotate()}>
          Make a new secret
        </Button>
      </div>
      {confirmation}
    </Sheet>
  );
}

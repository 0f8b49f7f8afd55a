import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { TextField } from '../ui/text-field.tsx';
import { confirmPasswordDocument } from './key-documents.ts';
import { explainKeys } from './explain-keys.ts';
import { useAsk } from './use-ask.ts';

/** Whoever sits here may not be the owner: so before what cannot be taken back the password is asked for once more. */
export function ConfirmPassword({ onClose, onConfirmed }: { onClose: () => void; onConfirmed: () => void }) {
  const ask = useAsk();
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const password = String(new FormData(event.currentTarget).get('password'));
    setBusy(true);
    setFailure('');
    try {
      await ask(confirmPasswordDocument, { password });
      onConfirmed();
    } catch (error) {
      setFailure(explainKeys(error));
      setBusy(false);
    }
  }

  return (
    <Sheet
      title="Your password, once more"
      description="To be sure that it is you. You are not asked again for the next ten minutes."
      onClose={onClose}
    >
      <form onSubmit={(event) => void submit(event)} className="space-y-4" noValidate>
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          required
          autoFocus
        />
        <p role="alert" className="text-sm text-danger empty:sr-only">
          {failure}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={isBusy}>
            {isBusy ? 'One moment…' : 'Continue'}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

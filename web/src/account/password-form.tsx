import { useState, type FormEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { notify } from '../ui/notify.ts';
import { TextField } from '../ui/text-field.tsx';
import { changePasswordDocument } from './key-documents.ts';
import { explainKeys } from './explain-keys.ts';
import { useAsk } from './use-ask.ts';
import { useConfirmed } from './use-confirmed.tsx';

export function PasswordForm() {
  const ask = useAsk();
  const [confirmed, confirmation] = useConfirmed();
  const [isOpen, setOpen] = useState(false);
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const input = { newPassword: String(form.get('new-password')), endOtherSessions: form.get('end') !== null };
    setBusy(true);
    setFailure('');
    try {
      const isDone = await confirmed(async () => {
        await ask(changePasswordDocument, { input });
      });
      if (isDone) {
        setOpen(false);
        notify(input.endOtherSessions ? 'New password. Your other devices were signed out.' : 'New password.');
      }
    } catch (error) {
      setFailure(explainKeys(error));
    }
    setBusy(false);
  }

  return (
    <>
      {isOpen ? (
        <form onSubmit={(event) => void submit(event)} className="max-w-md space-y-4" noValidate>
          <TextField
            label="New password"
            name="new-password"
            type="password"
            autoComplete="new-password"
            hint="At least 8 characters. A few words you remember are best."
            required
            autoFocus
          />
          <label className="flex min-h-target cursor-pointer items-center gap-3">
            <input type="checkbox" name="end" defaultChecked className="size-4.5 accent-accent" />
            Sign out all other devices
          </label>
          <p role="alert" className="text-sm text-danger empty:sr-only">
            {failure}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button type="submit" look="primary" disabled={isBusy}>
              Change the password
            </Button>
            <Button look="quiet" onClick={() => setOpen(false)}>
              Cancel
            </Button>
          </div>
        </form>
      ) : (
        <Button onClick={() => setOpen(true)}>Change the password</Button>
      )}
      {confirmation}
    </>
  );
}

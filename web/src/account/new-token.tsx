import { useId, useState, type FormEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/select.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { TextField } from '../ui/text-field.tsx';
import { createAccessTokenDocument } from './key-documents.ts';
import { explainKeys } from './explain-keys.ts';
import { TokenSecret } from './token-secret.tsx';
import { SCOPES } from './token-words.ts';
import { useAsk } from './use-ask.ts';
import { useConfirmed } from './use-confirmed.tsx';

const DAY = 24 * 3_600_000;

const LIVES = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'a year'],
  ['', 'ever, until you revoke it'],
] as const;

export function NewToken({ onClose }: { onClose: () => void }) {
  const ask = useAsk();
  const [confirmed, confirmation] = useConfirmed();
  const lifeId = useId();
  const [days, setDays] = useState<(typeof LIVES)[number][0]>('90');
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [secret, setSecret] = useState<string>();

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get('name')).trim();
    const scopes = form.getAll('scope').map(String);
    if (name === '') return setFailure('Give it a name: its changes are known by it.');
    if (scopes.length === 0) return setFailure('Tick at least one thing that it may do.');
    const expiresAt = days === '' ? null : new Date(Date.now() + Number(days) * DAY).toISOString();
    setBusy(true);
    setFailure('');
    try {
      await confirmed(async () => {
        const { createAccessToken } = await ask(createAccessTokenDocument, { input: { name, scopes, expiresAt } });
        setSecret(createAccessToken.secret);
      });
    } catch (error) {
      setFailure(explainKeys(error));
    }
    setBusy(false);
  }

  if (secret !== undefined) {
    return (
      <Sheet title="Your new access token" onClose={onClose}>
        <TokenSecret secret={secret} onDone={onClose} />
      </Sheet>
    );
  }
  return (
    <Sheet title="New access token" onClose={onClose}>
      <form onSubmit={(event) => void submit(event)} className="space-y-5" noValidate>
        <TextField
          label="Name"
          name="name"
          maxLength={100}
          autoComplete="off"
          hint="Of the program. It stands beside its changes in the history."
          required
          autoFocus
        />
        <fieldset>
          <legend className="mb-1 text-sm font-medium">It may</legend>
          {SCOPES.map(({ scope, words, hint }) => (
            <label
              key={scope}
              className="flex min-h-target cursor-pointer items-center gap-3 rounded-md px-1 hover:bg-hover"
            >
              <input type="checkbox" name="scope" value={scope} className="size-4.5 accent-accent" />
              <span>
                {words}
                {hint && <span className="text-sm text-ink-faint"> {hint}</span>}
              </span>
            </label>
          ))}
        </fieldset>
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor={lifeId} className="text-sm font-medium">
            Good for
          </label>
          <Select id={lifeId} label="Good for" value={days} choices={LIVES} onChange={setDays} />
        </div>
        <p role="alert" className="text-sm text-danger empty:sr-only">
          {failure}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabled={isBusy}>
            Make the token
          </Button>
        </div>
      </form>
      {confirmation}
    </Sheet>
  );
}

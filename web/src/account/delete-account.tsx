import { useState, type FormEvent } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { ExportSection } from '../transfer/export-section.tsx';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { TextField } from '../ui/text-field.tsx';
import { deleteAccountDocument } from './key-documents.ts';
import { EMAIL } from './email-key.ts';
import { explainKeys } from './explain-keys.ts';
import { useIdentity } from './identity.ts';
import { signOutHere } from './leaving.ts';
import { sayChanges } from '../ui/say-number.ts';
import { useAsk } from './use-ask.ts';
import { useConfirmed } from './use-confirmed.tsx';

export function DeleteAccount() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <p className="mb-3 text-ink-soft text-pretty">
        Everything is erased: tasks, notes, history, devices, access tokens. Nobody can bring it back.
      </p>
      <Button look="danger" onClick={() => setOpen(true)}>
        Delete the account
      </Button>
      {isOpen && <DeleteAccountSheet onClose={() => setOpen(false)} />}
    </>
  );
}

/** Offers to take everything along first, and wants the address typed: nobody does this by accident. */
function DeleteAccountSheet({ onClose }: { onClose: () => void }) {
  const cairn = useCairn();
  const identity = useIdentity();
  const ask = useAsk();
  const [confirmed, confirmation] = useConfirmed();
  const { pending, parked } = useObservable(cairn.status);
  const [typed, setTyped] = useState('');
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);
  const email = cairn.kept.get(EMAIL);
  const isTyped = typed.trim().toLowerCase() === email.toLowerCase() && email !== '';
  const unsent = pending + parked;

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (!isTyped) return;
    setBusy(true);
    setFailure('');
    try {
      const isDone = await confirmed(async () => {
        await ask(deleteAccountDocument, { input: { email: typed } });
      });
      // The same as on every other device of the account, once it hears of it.
      if (isDone && identity) await signOutHere(cairn, identity, 'ACCOUNT_GONE');
    } catch (error) {
      setFailure(explainKeys(error));
    }
    setBusy(false);
  }

  return (
    <Sheet
      title="Delete the account?"
      description={`Everything of it is erased from the server at once, and from each of your devices as soon as it has a connection. ${
        unsent > 0 ? `${sayChanges(unsent)} that ${unsent === 1 ? 'is' : 'are'} only on this device would go, too.` : ''
      }`}
      onClose={onClose}
    >
      <section aria-label="Before" className="mb-5 rounded-md bg-ground p-4">
        <p className="mb-3">Take it with you first.</p>
        <ExportSection />
      </section>
      <form onSubmit={(event) => void submit(event)} className="space-y-4" noValidate>
        <TextField
          label={`To go on, type ${email}`}
          name="email"
          type="email"
          autoComplete="off"
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
        <p role="alert" className="text-sm text-danger empty:sr-only">
          {failure}
        </p>
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Keep the account</Button>
          <Button type="submit" look="danger" disabled={isBusy || !isTyped}>
            Delete for ever
          </Button>
        </div>
      </form>
      {confirmation}
    </Sheet>
  );
}

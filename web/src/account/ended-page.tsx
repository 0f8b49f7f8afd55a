import type { LeftBehind } from '@cairn/client';
import { useEffect, useState } from 'react';
import { useTitle } from '../shell/screen-effects.ts';
import { Button } from '../ui/button.tsx';
import { saveFile } from '../ui/save-file.ts';
import { DeleteUnsent } from './delete-unsent.tsx';
import type { EndCode } from './end-code.ts';
import { EntryPage } from './entry-page.tsx';
import type { KnownIdentity } from './identity.ts';
import { deleteHere, keepUnsentOnly } from './leaving.ts';
import { sayChanges } from '../ui/say-number.ts';
import { SignInForm } from './sign-in-form.tsx';

interface Props {
  readonly identity: KnownIdentity;
  readonly ended: EndCode;
}

/** The server takes nothing of this device any more. Only what it was never told is still here, until the person decides. */
export function EndedPage({ identity, ended }: Props) {
  useTitle('Signed out');
  const [left, setLeft] = useState<LeftBehind | 'unreadable'>();
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    let isGone = false;
    keepUnsentOnly(identity).then(
      (found) => {
        if (isGone) return;
        if (found.unsent === 0) void deleteHere(identity, ended);
        else setLeft(found);
      },
      () => !isGone && setLeft('unreadable'),
    );
    return () => {
      isGone = true;
    };
  }, [identity, ended, attempt]);

  if (!left || (left !== 'unreadable' && left.unsent === 0)) {
    return (
      <EntryPage title="One moment" text="This device was signed out. Its copy of your tasks is being removed.">
        {null}
      </EntryPage>
    );
  }
  if (left === 'unreadable') {
    return (
      <EntryPage
        title="This device was signed out"
        text="What it had not sent yet cannot be read right now: this browser’s storage did not answer."
      >
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => setAttempt(attempt + 1)}>Try again</Button>
          <DeleteUnsent what="what was not sent" onDelete={() => deleteHere(identity, ended)} />
        </div>
      </EntryPage>
    );
  }
  const what = sayChanges(left.unsent);
  const [it, they] = left.unsent === 1 ? ['it', 'It is'] : ['them', 'They are'];
  return (
    <EntryPage
      title="This device was signed out"
      text={`Somebody who is signed in to your account did that from another device. Your tasks and notes were removed from here, but for ${what} that had not been sent yet.`}
    >
      <section aria-labelledby="again">
        <h2 id="again" className="mb-3 font-medium">
          Sign in again to send {it}
        </h2>
        <SignInForm isNew={false} action={`Sign in and send ${what}`} />
      </section>
      <section aria-labelledby="otherwise" className="mt-8 border-t border-line pt-6">
        <h2 id="otherwise" className="font-medium">
          If you would rather not
        </h2>
        <p className="mt-1 mb-4 text-sm text-ink-soft text-pretty">
          {they} kept here, encrypted, until you decide. The file can be read by anybody who has it.
        </p>
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => saveFile('cairn-unsent.json', left.file)}>Save {it} to a file</Button>
          <DeleteUnsent what={it} onDelete={() => deleteHere(identity, ended)} />
        </div>
      </section>
    </EntryPage>
  );
}

import { useState, type FormEvent } from 'react';
import { Link } from '../shell/link.tsx';
import { navigate } from '../shell/navigation.ts';
import { useTitle } from '../shell/screen-effects.ts';
import { explainFailure } from '../sync/explain.ts';
import { Button } from '../ui/button.tsx';
import { Logo } from '../ui/logo.tsx';
import { TextField } from '../ui/text-field.tsx';
import { rememberIdentity, type KnownIdentity } from './identity.ts';
import { signIn, signUp } from './session.ts';

interface Props {
  readonly isNew: boolean;
  /** Whose tasks are on this device already: their session has ended, their work has not. */
  readonly known?: KnownIdentity;
}

/** The one calm page before the app: a new account, or the way back into one. */
export function SignInPage({ isNew, known }: Props) {
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);
  useTitle(isNew ? 'Create an account' : 'Sign in');

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const credentials = { email: String(form.get('email')).trim(), password: String(form.get('password')) };
    setBusy(true);
    setFailure('');
    try {
      const identity = await (isNew ? signUp : signIn)(credentials);
      // A deep link opened before signing in stays where it led.
      if (/^\/(sign-in|sign-up)?$/.test(window.location.pathname)) navigate('/inbox', 'replace');
      // Also for the same account the session is a new one: its store is opened again, with all that waits in it.
      rememberIdentity(identity);
    } catch (error) {
      setFailure(explainFailure(error));
      setBusy(false);
    }
  }

  return (
    <main className="grid h-dvh place-items-center overflow-y-auto bg-ground px-5 py-10">
      <div className="w-full max-w-sm">
        <Logo className="mb-5 size-14" />
        <h1 className="text-title leading-tight font-bold tracking-tight">
          {known ? 'Welcome back' : isNew ? 'Begin a cairn' : 'Sign in to Cairn'}
        </h1>
        <p className="mt-2 mb-8 text-ink-soft text-pretty">
          {known
            ? 'Your session on this device has ended. Your tasks and every unsent change are still here.'
            : 'Tasks that work anywhere. Every change is kept, here first, and sent when there is a road.'}
        </p>
        <form onSubmit={(event) => void submit(event)} className="space-y-4" noValidate>
          <TextField
            label="E-mail"
            name="email"
            type="email"
            autoComplete="username"
            defaultValue={known?.email}
            required
            autoFocus={!known}
          />
          <TextField
            label="Password"
            name="password"
            type="password"
            autoComplete={isNew ? 'new-password' : 'current-password'}
            required
            autoFocus={known !== undefined}
            {...(isNew ? { hint: 'At least 8 characters. A few words you remember are best.' } : {})}
          />
          <p role="alert" className="text-sm text-danger empty:sr-only">
            {failure}
          </p>
          <Button type="submit" look="primary" disabled={isBusy} className="h-11 w-full text-base">
            {isBusy ? 'One moment…' : isNew ? 'Create account' : 'Sign in'}
          </Button>
        </form>
        <p className="mt-6 text-center text-sm text-ink-soft">
          {known ? (
            <Elsewhere href="/inbox">Back to your tasks</Elsewhere>
          ) : isNew ? (
            <>
              Have an account? <Elsewhere href="/sign-in">Sign in</Elsewhere>
            </>
          ) : (
            <>
              New here? <Elsewhere href="/sign-up">Create an account</Elsewhere>
            </>
          )}
        </p>
      </div>
    </main>
  );
}

function Elsewhere({ href, children }: { href: string; children: string }) {
  return (
    <Link
      href={href}
      className="inline-flex min-h-8 items-center font-medium text-accent underline-offset-4 hover:underline"
    >
      {children}
    </Link>
  );
}

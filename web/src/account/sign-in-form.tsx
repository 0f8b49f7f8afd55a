import { useContext, useState, type FormEvent } from 'react';
import { CairnContext } from '../cairn/cairn-context.ts';
import { navigate } from '../shell/navigation.ts';
import { Button } from '../ui/button.tsx';
import { TextField } from '../ui/text-field.tsx';

interface Props {
  readonly isNew: boolean;
  /** The e-mail of whose account this most likely is; the password alone is asked for then. */
  readonly email?: string | undefined;
  readonly action: string;
}

/** In a file of its own, which is on its way while the person types; who has no road at all is told that much. */
async function explain(error: unknown): Promise<string> {
  return import('../sync/explain.ts').then(
    ({ explainFailure }) => explainFailure(error),
    () => 'There is no road to the server right now. Try again when there is one.',
  );
}

/** E-mail and password, and whatever comes of them. */
export function SignInForm({ isNew, email, action }: Props) {
  const open = useContext(CairnContext);
  const [failure, setFailure] = useState('');
  const [isBusy, setBusy] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const credentials = { email: String(form.get('email')).trim(), password: String(form.get('password')) };
    setBusy(true);
    setFailure('');
    try {
      const { signIn, signUp } = await import('./session.ts');
      const signedIn = await (isNew ? signUp : signIn)(credentials);
      // Comes with the app, which is on its way while the person types.
      const { arrive } = await import('./leaving.ts');
      // Before anything else is shown: until then the account that was open here is still the one that would be.
      await arrive(signedIn, open);
      // A deep link opened before signing in stays where it led.
      if (/^\/(sign-in|sign-up)?$/.test(window.location.pathname)) navigate('/inbox', 'replace');
    } catch (error) {
      setFailure(await explain(error));
      setBusy(false);
    }
  }

  return (
    <form onSubmit={(event) => void submit(event)} className="space-y-4" noValidate>
      <TextField
        label="E-mail"
        name="email"
        type="email"
        autoComplete="username"
        defaultValue={email}
        required
        autoFocus={!email}
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        autoFocus={Boolean(email)}
        {...(isNew ? { hint: 'At least 8 characters. A few words you remember are best.' } : {})}
      />
      <p role="alert" className="text-sm text-danger empty:sr-only">
        {failure}
      </p>
      <Button type="submit" look="primary" disabled={isBusy} className="h-11 w-full text-base">
        {isBusy ? 'One moment…' : action}
      </Button>
    </form>
  );
}

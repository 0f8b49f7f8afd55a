import { Link } from '../shell/link.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { useAside } from './aside.ts';
import { EntryPage } from './entry-page.tsx';
import { readFarewell } from './farewell.ts';
import { AsideNote } from './parts.tsx';
import { SignInForm } from './sign-in-form.tsx';

interface Props {
  readonly isNew: boolean;
  /** The e-mail of whose tasks are on this device already: their session has ended, their work has not. */
  readonly known?: string;
  /** As it is in the page that is sent, which knows nothing of this device. */
  readonly isPrerendered?: boolean;
}

const FAREWELLS = {
  SESSION_REVOKED:
    'This device was signed out from another one. Your tasks and notes were removed from it; they are all on the server.',
  ACCOUNT_GONE: 'This account does not exist any more. Everything of it was removed from this device.',
};

/** The one calm page before the app: a new account, or the way back into one. */
export function SignInPage({ isNew, known, isPrerendered = false }: Props) {
  useTitle(isNew ? 'Create an account' : 'Sign in');
  const aside = useAside();
  const farewell = known === undefined && !isNew && !isPrerendered ? readFarewell() : undefined;
  return (
    <EntryPage
      title={known !== undefined ? 'Welcome back' : isNew ? 'Begin a cairn' : 'Sign in to Cairn'}
      text={
        known !== undefined
          ? 'Your session on this device has ended. Your tasks and every unsent change are still here.'
          : 'Tasks that work anywhere. Every change is kept, here first, and sent when there is a road.'
      }
    >
      {farewell && (
        <p role="status" className="mb-6 rounded-md bg-notice-wash px-3 py-2 text-notice">
          {FAREWELLS[farewell]}
        </p>
      )}
      <SignInForm isNew={isNew} email={known} action={isNew ? 'Create account' : 'Sign in'} />
      <p className="mt-6 text-center text-sm text-ink-soft">
        {known !== undefined ? (
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
      {known === undefined && (
        <p className="mt-1 text-center text-sm text-ink-soft">
          <Elsewhere href="/tour">See what happens without a network</Elsewhere>
        </p>
      )}
      {aside.length > 0 && (
        <div className="mt-8 border-t border-line pt-6">
          <AsideNote />
        </div>
      )}
    </EntryPage>
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

import { asideAccounts } from './aside.ts';
import { signInDocument, signOutDocument, signUpDocument } from './documents.ts';
import { nameThisDevice } from './device-name.ts';
import { readIdentity, type KnownIdentity } from './identity.ts';
import { oweSession, owedSession } from './owed-session.ts';
import { request, RequestError } from './request.ts';

/** What ends a debt, beside an answer. */
const OVER = ['UNAUTHENTICATED', 'SESSION_REVOKED', 'SESSION_MISMATCH', 'ACCOUNT_GONE'];

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface SignedIn extends KnownIdentity {
  readonly email: string;
}

export async function signUp(credentials: Credentials): Promise<SignedIn> {
  await endOwedSession();
  return (await request(signUpDocument, { input: withDevice(credentials) })).signUp;
}

export async function signIn(credentials: Credentials): Promise<SignedIn> {
  await endOwedSession();
  const known = readIdentity();
  // Signed in again it is the same device: what waits here stays its own past, and meets no conflict with itself.
  const deviceIds = [...(known ? [known] : []), ...asideAccounts()].map(({ deviceId }) => deviceId);
  return (await request(signInDocument, { input: { ...withDevice(credentials), deviceIds } })).signIn;
}

function withDevice(credentials: Credentials) {
  return { ...credentials, deviceName: nameThisDevice(navigator.userAgent) };
}

export async function endOwedSession(): Promise<void> {
  const owed = owedSession();
  if (owed === null) return;
  try {
    // Named, so that it is not somebody else's that has signed in meanwhile; the first release did not note whose it is.
    await request(signOutDocument, {}, owed === '1' ? {} : { 'x-cairn-device': owed });
  } catch (error) {
    if (!(error instanceof RequestError && OVER.includes(error.code))) throw error;
  }
  oweSession(null);
}

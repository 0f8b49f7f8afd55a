import { signInDocument, signOutDocument, signUpDocument } from './documents.ts';
import { nameThisDevice } from './device-name.ts';
import type { KnownIdentity } from './identity.ts';
import { request, RequestError } from './request.ts';

/** Set when somebody signed out without a network: the server still holds that session open. */
const OWED = 'cairn.session-to-end';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export async function signUp(credentials: Credentials): Promise<KnownIdentity> {
  await endOwedSession();
  return (await request(signUpDocument, { input: withDevice(credentials) })).signUp;
}

export async function signIn(credentials: Credentials): Promise<KnownIdentity> {
  await endOwedSession();
  return (await request(signInDocument, { input: withDevice(credentials) })).signIn;
}

function withDevice(credentials: Credentials) {
  return { ...credentials, deviceName: nameThisDevice(navigator.userAgent) };
}

/** Cannot fail: without a network the server hears of it at the next contact, before anything else. */
export function endSession(): void {
  localStorage.setItem(OWED, '1');
  void endOwedSession().catch(() => undefined);
}

export async function endOwedSession(): Promise<void> {
  if (localStorage.getItem(OWED) === null) return;
  try {
    await request(signOutDocument, {});
  } catch (error) {
    const isOver =
      error instanceof RequestError && (error.code === 'UNAUTHENTICATED' || error.code === 'SESSION_REVOKED');
    if (!isOver) throw error;
  }
  localStorage.removeItem(OWED);
}

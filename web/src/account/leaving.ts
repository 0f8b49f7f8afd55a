import {
  beginLeaving,
  browserEnvironment,
  dropCopies,
  endLeaving,
  finishLeaving,
  leavingAccounts,
  leftBehind,
  type Identity,
} from '@cairn/client';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { navigate } from '../shell/navigation.ts';
import { putAside, takeFromAside } from './aside.ts';
import type { EndCode } from './end-code.ts';
import { rememberFarewell } from './farewell.ts';
import { readIdentity, rememberIdentity, type KnownIdentity } from './identity.ts';
import { endSession } from './owed-session.ts';
import type { SignedIn } from './session.ts';

/** So long a start waits for a deletion that another tab holds up. Milliseconds. */
const PATIENCE = 5_000;

const environment = typeof window === 'undefined' ? undefined : browserEnvironment();

/** One at a time in all tabs: nobody signs in while the account before is still being deleted. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks ? navigator.locks.request('cairn-leaving', work) : work();
}

/**
 * Takes an open account off this device, with what is unsent, also without a network. First the intent is noted, so that
 * a crash from then on only delays it; then nothing of the account is shown any more, in any tab; then it is deleted.
 */
export async function signOutHere(cairn: AppCairn, identity: KnownIdentity, why: EndCode | null = null): Promise<void> {
  // Without storage there is nothing to delete.
  await beginLeaving(identity, environment!).catch(() => undefined);
  const wiped = cairn.wipe();
  void alone(async () => {
    await wiped;
    await endLeaving(identity.accountId, environment!);
  }).catch(() => undefined);
  gone(identity, why);
}

/** The same for an account that is not open. */
export async function deleteHere(identity: Identity, why: EndCode | null = null): Promise<void> {
  await beginLeaving(identity, environment!).catch(() => undefined);
  takeFromAside(identity.accountId);
  if (readIdentity()?.accountId === identity.accountId) gone(identity, why);
  await alone(() => finishLeaving(identity.accountId, environment!)).catch(() => undefined);
}

function gone({ deviceId }: Identity, why: EndCode | null): void {
  forgetTab();
  rememberFarewell(why);
  endSession(deviceId);
  navigate('/sign-in', 'replace');
  rememberIdentity(null);
}

function forgetTab(): void {
  try {
    sessionStorage.clear();
  } catch {
    // A browser that keeps nothing from pages.
  }
}

/** The server has ended the session: closes the account in every tab. What is unsent stays, and is all that stays. */
export function closeEnded(cairn: AppCairn, identity: KnownIdentity, ended: EndCode): void {
  const left = cairn.leave();
  void alone(() => left).catch(() => undefined);
  forgetTab();
  rememberIdentity({ ...identity, ended });
}

/** Deletes what the server had told; answers what it has not been told. */
export function keepUnsentOnly(identity: Identity) {
  return alone(async () => {
    await dropCopies(identity.accountId, environment!);
    return leftBehind(identity, environment!);
  });
}

/** How many changes of an account wait here; undefined where they cannot be read. */
export async function unsentOf(identity: Identity): Promise<number | undefined> {
  return (await alone(() => leftBehind(identity, environment!)).catch(() => undefined))?.unsent;
}

/**
 * Makes this device the one of who has just signed in. Of an account that was here before its unsent changes stay aside.
 * @param open that account, where it is open
 */
export async function arrive({ email, accountId, deviceId }: SignedIn, open: AppCairn | null): Promise<void> {
  const before = readIdentity();
  if (before && before.accountId !== accountId) await makeRoom(before, open);
  await alone(() => endLeaving(accountId, environment!)).catch(() => undefined);
  takeFromAside(accountId);
  rememberFarewell(null);
  rememberIdentity({ accountId, deviceId, session: String(Date.now()) }, email);
}

async function makeRoom(identity: KnownIdentity, open: AppCairn | null): Promise<void> {
  await open?.leave();
  const unsent = (await keepUnsentOnly(identity).catch(() => undefined))?.unsent;
  if (unsent === 0) {
    await beginLeaving(identity, environment!).catch(() => undefined);
    await alone(() => finishLeaving(identity.accountId, environment!)).catch(() => undefined);
  } else {
    putAside(identity);
  }
}

/** Deletes accounts whose deletion was begun. Waits for it, but not for ever. */
export async function finishLeft(begun: readonly Identity[]): Promise<void> {
  for (const identity of begun) {
    if (readIdentity()?.accountId === identity.accountId) gone(identity, null);
    else endSession(identity.deviceId);
    takeFromAside(identity.accountId);
  }
  const finished = alone(async () => {
    for (const { accountId } of await leavingAccounts(environment!)) await finishLeaving(accountId, environment!);
  }).catch(() => undefined);
  await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
}

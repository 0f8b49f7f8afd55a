import type { Identity } from '@cairn/client';
import { useSyncExternalStore } from 'react';
import { isEndCode, type EndCode } from './end-code.ts';
import { IDENTITY_KEY } from './identity-key.ts';

/**
 * Who is signed in on this device: ids alone, since it stands in clear outside the account's own store, so that a cold
 * offline start knows which to open.
 */
export interface KnownIdentity extends Identity {
  /** Another one with every sign-in: all that was opened before is opened anew. */
  readonly session?: string;
  /** Set when the server has ended the session: nothing of the account is shown any more. */
  readonly ended?: EndCode;
}

/** Where the first release kept the names of devices, in clear. */
const OLD_NAMES_KEY = 'cairn.device-names';

const listeners = new Set<() => void>();
let cached: { raw: string | null; identity: KnownIdentity | null } = { raw: null, identity: null };
/** Instead of storage, in a browser that keeps nothing from pages: then a sign-in lasts as long as the page. */
let unstored: string | null = null;
/** Of whom has just signed in, until the account's own store is open. */
let arriving: string | undefined;

export function parseIdentity(raw: string | null): KnownIdentity | null {
  if (!raw) return null;
  try {
    const { accountId, deviceId, session, ended } = JSON.parse(raw) as Record<string, unknown>;
    if (typeof accountId !== 'string' || typeof deviceId !== 'string') return null;
    return {
      accountId,
      deviceId,
      ...(typeof session === 'string' ? { session } : {}),
      ...(isEndCode(ended) ? { ended } : {}),
    };
  } catch {
    return null;
  }
}

export function readIdentity(): KnownIdentity | null {
  const raw = stored();
  if (raw !== cached.raw) cached = { raw, identity: parseIdentity(raw) };
  return cached.identity;
}

function stored(): string | null {
  try {
    return localStorage.getItem(IDENTITY_KEY) ?? unstored;
  } catch {
    return unstored;
  }
}

/** @param email goes to the account's own store once that is open; see `takeEmail` */
export function rememberIdentity(identity: KnownIdentity | null, email?: string): void {
  arriving = email;
  store(identity);
  for (const listener of listeners) listener();
}

function store(identity: KnownIdentity | null): void {
  const raw = identity && JSON.stringify(parseIdentity(JSON.stringify(identity)));
  unstored = null;
  try {
    localStorage.removeItem(OLD_NAMES_KEY);
    if (raw) localStorage.setItem(IDENTITY_KEY, raw);
    else localStorage.removeItem(IDENTITY_KEY);
  } catch {
    unstored = raw;
  }
}

/** The e-mail that waits to be put into the account's own store: of a sign-in, or left in clear by the first release. */
export function takeEmail(): string | undefined {
  const identity = readIdentity();
  const old = oldEmail();
  if (old !== undefined) store(identity);
  const email = arriving ?? old;
  arriving = undefined;
  return email;
}

function oldEmail(): string | undefined {
  try {
    const { email } = JSON.parse(stored() ?? '{}') as Record<string, unknown>;
    return typeof email === 'string' ? email : undefined;
  } catch {
    return undefined;
  }
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === IDENTITY_KEY || event.key === null) listener();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

/** Undefined while the prerendered page is taken over. Changes also when another tab signs in or out. */
export function useIdentity(): KnownIdentity | null | undefined {
  return useSyncExternalStore(subscribe, readIdentity, () => undefined);
}

import type { Identity } from '@cairn/client';
import { useSyncExternalStore } from 'react';
import { DEVICE_NAMES_KEY, IDENTITY_KEY } from './identity-key.ts';

/** Who is signed in on this device. Kept outside the account's own store, so that a cold offline start knows which to open. */
export interface KnownIdentity extends Identity {
  readonly email: string;
}

const listeners = new Set<() => void>();
let cached: { raw: string | null; identity: KnownIdentity | null } = { raw: null, identity: null };

export function parseIdentity(raw: string | null): KnownIdentity | null {
  if (!raw) return null;
  try {
    const { accountId, deviceId, email } = JSON.parse(raw) as Record<string, unknown>;
    if (typeof accountId !== 'string' || typeof deviceId !== 'string' || typeof email !== 'string') return null;
    return { accountId, deviceId, email };
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
    return localStorage.getItem(IDENTITY_KEY);
  } catch {
    // A browser that keeps nothing from pages knows nobody.
    return null;
  }
}

export function rememberIdentity(identity: KnownIdentity | null): void {
  if (identity?.accountId !== readIdentity()?.accountId) localStorage.removeItem(DEVICE_NAMES_KEY);
  if (identity) localStorage.setItem(IDENTITY_KEY, JSON.stringify(identity));
  else localStorage.removeItem(IDENTITY_KEY);
  for (const listener of listeners) listener();
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

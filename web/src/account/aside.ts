import type { Identity } from '@cairn/client';
import { useSyncExternalStore } from 'react';
import { readText, storeText } from './stored-text.ts';

const KEY = 'cairn.aside';
const NONE: readonly Identity[] = [];

const listeners = new Set<() => void>();
let cached: { raw: string | null; accounts: readonly Identity[] } = { raw: null, accounts: NONE };

export function parseAside(raw: string | null): readonly Identity[] {
  try {
    const parsed = JSON.parse(raw ?? '[]') as unknown;
    return Array.isArray(parsed) ? (parsed as unknown[]).filter(isIdentity) : NONE;
  } catch {
    return NONE;
  }
}

function isIdentity(value: unknown): value is Identity {
  const { accountId, deviceId } = (value ?? {}) as Partial<Record<string, unknown>>;
  return typeof accountId === 'string' && typeof deviceId === 'string';
}

/** Accounts that are not signed in here any more, and whose unsent changes wait on this device for them to come back. */
export function asideAccounts(): readonly Identity[] {
  const raw = readText(KEY);
  if (raw !== cached.raw) cached = { raw, accounts: parseAside(raw) };
  return cached.accounts;
}

export function putAside({ accountId, deviceId }: Identity): void {
  store([...others(accountId), { accountId, deviceId }]);
}

/** It has come back, or nothing of it is left. */
export function takeFromAside(accountId: string): void {
  store(others(accountId));
}

function others(accountId: string): readonly Identity[] {
  return asideAccounts().filter((one) => one.accountId !== accountId);
}

function store(accounts: readonly Identity[]): void {
  storeText(KEY, accounts.length > 0 ? JSON.stringify(accounts) : null);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

export function useAside(): readonly Identity[] {
  return useSyncExternalStore(subscribe, asideAccounts, () => NONE);
}

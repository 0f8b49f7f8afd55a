import { useApolloClient } from '@apollo/client/react';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { devicesDocument } from './documents.ts';
import { useIdentity } from './identity.ts';
import { DEVICE_NAMES_KEY } from './identity-key.ts';

type Names = { readonly [deviceId: string]: string };

const NONE: Names = {};
const listeners = new Set<() => void>();
let cached: { raw: string | null; names: Names } = { raw: null, names: NONE };
/** Devices that the server has been asked for since the start; of one that it does not know it is asked once. */
const asked = new Set<string>();

/** What the server last said; kept here, so that "who" has an answer without a network. */
function read(): Names {
  const raw = localStorage.getItem(DEVICE_NAMES_KEY);
  if (raw !== cached.raw) cached = { raw, names: parseNames(raw) };
  return cached.names;
}

export function parseNames(raw: string | null): Names {
  try {
    const parsed = JSON.parse(raw ?? '{}') as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return NONE;
  }
}

export function rememberDeviceNames(devices: readonly { readonly id: string; readonly name: string }[]): void {
  const names = read();
  if (devices.every(({ id, name }) => names[id] === name)) return;
  const next = { ...names, ...Object.fromEntries(devices.map(({ id, name }) => [id, name])) };
  localStorage.setItem(DEVICE_NAMES_KEY, JSON.stringify(next));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * A device as a sentence names it: “this device”, “Chrome on Linux”, or “another device” while it is not known here.
 * @param ids those that are to be named: the server is asked for what is missing
 */
export function useDeviceNames(ids: readonly string[] = []): (deviceId: string) => string {
  const client = useApolloClient();
  const own = useIdentity()?.deviceId;
  const names = useSyncExternalStore(subscribe, read, () => NONE);
  const unknown = ids.filter((id) => id !== own && names[id] === undefined).join(' ');
  useEffect(() => {
    const missing = unknown.split(' ').filter((id) => id !== '' && !asked.has(id));
    if (missing.length === 0) return;
    missing.forEach((id) => asked.add(id));
    client.query({ query: devicesDocument, fetchPolicy: 'no-cache' }).then(
      ({ data }) => rememberDeviceNames(data?.devices ?? []),
      () => missing.forEach((id) => asked.delete(id)),
    );
  }, [client, unknown]);
  return useMemo(() => (id) => (id === own ? 'this device' : (names[id] ?? 'another device')), [own, names]);
}

/** The devices this one has heard of, itself first. */
export function useKnownDevices(): readonly { readonly id: string; readonly name: string }[] {
  const own = useIdentity()?.deviceId;
  const nameOf = useDeviceNames();
  const names = useSyncExternalStore(subscribe, read, () => NONE);
  return useMemo(() => {
    const others = Object.keys(names).filter((id) => id !== own);
    return [...(own ? [own] : []), ...others].map((id) => {
      const name = nameOf(id);
      return { id, name: name.charAt(0).toUpperCase() + name.slice(1) };
    });
  }, [names, own, nameOf]);
}

import type { Kept } from '@cairn/client';
import { useApolloClient } from '@apollo/client/react';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { devicesDocument } from './device-documents.ts';
import { useIdentity } from './identity.ts';

type Names = { readonly [deviceId: string]: string };

const KEY = 'device-names';
const NONE: Names = {};
const listeners = new Set<() => void>();
let cached: { raw: string; names: Names } = { raw: '', names: NONE };
/** Devices that the server has been asked for since the start; of one that it does not know it is asked once. */
const asked = new Set<string>();

/** What the server last said; kept here, so that "who" has an answer without a network. */
function read(kept: Kept): Names {
  const raw = kept.get(KEY);
  if (raw !== cached.raw) cached = { raw, names: parseNames(raw) };
  return cached.names;
}

export function parseNames(raw: string): Names {
  try {
    const parsed = JSON.parse(raw) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    return NONE;
  }
}

export function rememberDeviceNames(
  kept: Kept,
  devices: readonly { readonly id: string; readonly name: string }[],
): void {
  const names = read(kept);
  if (devices.every(({ id, name }) => names[id] === name)) return;
  kept.set(KEY, JSON.stringify({ ...names, ...Object.fromEntries(devices.map(({ id, name }) => [id, name])) }));
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function useNames(): Names {
  const { kept } = useCairn();
  return useSyncExternalStore(
    subscribe,
    () => read(kept),
    () => NONE,
  );
}

/**
 * A device as a sentence names it: “this device”, “Chrome on Linux”, or “another device” while it is not known here.
 * @param ids those that are to be named: the server is asked for what is missing
 */
export function useDeviceNames(ids: readonly string[] = []): (deviceId: string) => string {
  const client = useApolloClient();
  const { kept } = useCairn();
  const own = useIdentity()?.deviceId;
  const names = useNames();
  const unknown = ids.filter((id) => id !== own && names[id] === undefined).join(' ');
  useEffect(() => {
    const missing = unknown.split(' ').filter((id) => id !== '' && !asked.has(id));
    if (missing.length === 0) return;
    missing.forEach((id) => asked.add(id));
    client.query({ query: devicesDocument, fetchPolicy: 'no-cache' }).then(
      ({ data }) => rememberDeviceNames(kept, data?.devices ?? []),
      () => missing.forEach((id) => asked.delete(id)),
    );
  }, [client, kept, unknown]);
  return useMemo(() => (id) => (id === own ? 'this device' : (names[id] ?? 'another device')), [own, names]);
}

/** The devices this one has heard of, itself first. */
export function useKnownDevices(): readonly { readonly id: string; readonly name: string }[] {
  const own = useIdentity()?.deviceId;
  const nameOf = useDeviceNames();
  const names = useNames();
  return useMemo(() => {
    const others = Object.keys(names).filter((id) => id !== own);
    return [...(own ? [own] : []), ...others].map((id) => {
      const name = nameOf(id);
      return { id, name: name.charAt(0).toUpperCase() + name.slice(1) };
    });
  }, [names, own, nameOf]);
}

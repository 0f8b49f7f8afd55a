import { useSyncExternalStore } from 'react';
import type { Command } from './command.ts';
import { ariaKeys, keyNames } from './key-names.ts';

type CommandOf = (id: string) => Command;

let commandOf: CommandOf | undefined;
const listeners = new Set<() => void>();

/** For whoever brings the commands. What is on the first screen does without: a hint is not worth all of them. */
export function commandsAreHere(found: CommandOf): void {
  commandOf = found;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The keys of a command; undefined until keys work at all. */
export function useKeysOf(id: string): string | undefined {
  return useSyncExternalStore(
    subscribe,
    () => commandOf?.(id).keys[0],
    () => undefined,
  );
}

/** For an `IconButton` on the first screen; see `keyHint`. */
export function useKeyHint(id: string): {
  readonly hint?: string;
  readonly 'aria-keyshortcuts'?: string | undefined;
} {
  const keys = useKeysOf(id);
  return keys === undefined ? {} : { hint: keyNames(keys).join(' '), 'aria-keyshortcuts': ariaKeys(keys) };
}

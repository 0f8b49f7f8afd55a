/** What a key asks of the focused task. */
export type TaskCommand =
  'next' | 'previous' | 'first' | 'last' | 'toggle' | 'edit' | 'remove' | 'menu' | 'up' | 'down';

interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const PLAIN: { readonly [key: string]: TaskCommand } = {
  ArrowDown: 'next',
  j: 'next',
  ArrowUp: 'previous',
  k: 'previous',
  Home: 'first',
  End: 'last',
  x: 'toggle',
  ' ': 'toggle',
  e: 'edit',
  F2: 'edit',
  Delete: 'remove',
  Backspace: 'remove',
  m: 'menu',
};

export function taskCommand({ key, altKey, ctrlKey, metaKey }: Key): TaskCommand | undefined {
  if (ctrlKey || metaKey) return undefined;
  if (altKey) return key === 'ArrowUp' ? 'up' : key === 'ArrowDown' ? 'down' : undefined;
  return PLAIN[key];
}

/** What a key asks of the focused part of a task. */
export type PartCommand =
  'next' | 'previous' | 'open' | 'close' | 'toggle' | 'edit' | 'remove' | 'up' | 'down' | 'indent' | 'outdent';

interface Key {
  readonly key: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

const PLAIN: { readonly [key: string]: PartCommand } = {
  ArrowDown: 'next',
  j: 'next',
  ArrowUp: 'previous',
  k: 'previous',
  ArrowRight: 'open',
  ArrowLeft: 'close',
  x: 'toggle',
  ' ': 'toggle',
  e: 'edit',
  F2: 'edit',
  Delete: 'remove',
  Backspace: 'remove',
};

const WITH_ALT: { readonly [key: string]: PartCommand } = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowRight: 'indent',
  ArrowLeft: 'outdent',
};

export function partCommand({ key, altKey, ctrlKey, metaKey }: Key): PartCommand | undefined {
  if (ctrlKey || metaKey) return undefined;
  return (altKey ? WITH_ALT : PLAIN)[key];
}

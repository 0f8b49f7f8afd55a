import { commandOf } from './commands.ts';
import { ariaKeys, keyNames } from './key-names.ts';

/** For an `IconButton` that does a command: its keys, to be said by its tooltip and by a screen reader. */
export function keyHint(id: string): { readonly hint: string; readonly 'aria-keyshortcuts': string | undefined } {
  const [keys] = commandOf(id).keys;
  return { hint: keyNames(keys).join(' '), 'aria-keyshortcuts': ariaKeys(keys) };
}

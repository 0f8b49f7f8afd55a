import { commandOf } from './commands.ts';
import { keyNames } from './key-names.ts';

/** The keys of a command, at the end of its line in a menu. */
export function CommandKey({ of }: { of: string }) {
  return (
    <span aria-hidden className="ml-auto pl-6 text-xs text-ink-faint pointer-coarse:hidden">
      {keyNames(commandOf(of).keys[0]).join(' ')}
    </span>
  );
}

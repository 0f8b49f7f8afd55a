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

/** Keys as they look on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex gap-1">
      {keyNames(keys).map((name, index) => (
        <kbd
          key={index}
          className="rounded-sm border border-line-strong bg-hover px-1.5 py-0.5 font-sans text-xs whitespace-nowrap"
        >
          {name}
        </kbd>
      ))}
    </span>
  );
}

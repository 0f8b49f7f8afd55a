import { keyNames } from './key-names.ts';

/** Keys as they look on a keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className="flex flex-wrap gap-1">
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

/** Whether modifiers are those of a Mac. */
export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
}

const NAMES: { readonly [part: string]: string } = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Escape: 'Esc',
};

const MAC: { readonly [part: string]: string } = { $mod: '⌘', Alt: '⌥', Shift: '⇧' };

/** What is printed on the keys, one after the other: `['Alt', '↑']`. */
export function keyNames(keys: string, onMac = isMac()): readonly string[] {
  return keys.split(' ').flatMap((press) =>
    press.split('+').map((part) => {
      if (onMac && MAC[part]) return MAC[part];
      if (part === '$mod') return 'Ctrl';
      return NAMES[part] ?? (part.length === 1 ? part.toUpperCase() : part);
    }),
  );
}

/** The same for `aria-keyshortcuts`; undefined where it cannot say it. */
export function ariaKeys(keys: string, onMac = isMac()): string | undefined {
  if (keys.includes(' ')) return undefined;
  return keys.replace('$mod', onMac ? 'Meta' : 'Control');
}

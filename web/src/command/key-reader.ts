/** What of a key event counts. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  /** Milliseconds. */
  readonly timeStamp: number;
}

/** How long the next key of a sequence is waited for. Milliseconds. */
const PATIENCE = 1_000;

const MODIFIERS = ['Alt', 'Control', 'Meta', 'Shift', 'AltGraph', 'CapsLock', 'Fn'];

/** One press in a writing of its own: equal presses are written alike. */
export function normalPress(press: string, isMac: boolean): string {
  const parts = press.split('+');
  const key = parts.pop() || '+';
  const held = parts.map((part) => (part === '$mod' ? (isMac ? 'Meta' : 'Control') : part));
  return written(key, held);
}

function written(key: string, held: readonly string[]): string {
  const isSign = key.length === 1 && !/[\p{L}\p{N}]/u.test(key);
  // With or without Shift, as the keyboard has it.
  const counting = isSign && key !== ' ' ? held.filter((modifier) => modifier !== 'Shift') : held;
  const name = key === ' ' ? 'Space' : key.length === 1 ? key.toLowerCase() : key;
  return [...[...counting].sort(), name].join('+');
}

function pressed(event: KeyPress): string {
  const held = [
    event.altKey && 'Alt',
    event.ctrlKey && 'Control',
    event.metaKey && 'Meta',
    event.shiftKey && 'Shift',
  ].filter((modifier) => modifier !== false);
  return written(keyOf(event), held);
}

/** A letter by its place where the keyboard writes another alphabet. */
function keyOf({ key, code }: KeyPress): string {
  const isForeign = key.length === 1 && /\p{L}/u.test(key) && !/[a-z]/i.test(key);
  return (isForeign && /^Key([A-Z])$/.exec(code)?.[1]) || key;
}

/** Finds what keys mean, one press after the other. */
export class KeyReader<T> {
  readonly #sequences: readonly { readonly presses: readonly string[]; readonly value: T }[];
  #before: readonly string[] = [];
  #last = 0;

  constructor(bindings: Iterable<readonly [keys: string, value: T]>, isMac: boolean) {
    this.#sequences = [...bindings].map(([keys, value]) => ({
      presses: keys.split(' ').map((press) => normalPress(press, isMac)),
      value,
    }));
  }

  /** All that this press completes; none while more of a sequence is to come. */
  read(event: KeyPress): readonly T[] {
    if (MODIFIERS.includes(event.key)) return [];
    const isLate = event.timeStamp - this.#last > PATIENCE;
    const before = isLate ? [] : this.#before;
    this.#last = event.timeStamp;
    const now = pressed(event);
    return this.#take([...before, now]) ?? (before.length > 0 ? this.#take([now]) : undefined) ?? [];
  }

  forget(): void {
    this.#before = [];
  }

  #take(presses: readonly string[]): readonly T[] | undefined {
    const begun = this.#sequences.filter((one) => presses.every((press, index) => one.presses[index] === press));
    const complete = begun.filter((one) => one.presses.length === presses.length);
    this.#before = begun.length > complete.length ? presses : [];
    return begun.length === 0 ? undefined : complete.map(({ value }) => value);
  }
}

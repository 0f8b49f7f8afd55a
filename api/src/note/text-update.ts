import { fromBase64 } from '@cairn/text';

/** Most operations in one update: more than fit into one of plain typing. */
const OPERATIONS_LIMIT = 20_000;

/** What a text without formats is made of, as Yjs numbers it; of these only a skip has something in the rest. */
const SKIP = 10;
const KINDS: ReadonlySet<number> = new Set([0 /* collected */, 1 /* deleted */, 4 /* string */, SKIP]);
const KIND_BITS = 0b11111;

/** The columns before the rest, each with its length: key clocks, clients, left and right clocks, then the kinds. */
const COLUMNS_BEFORE_KINDS = 4;
/** Strings, parents, types, lengths. */
const COLUMNS_AFTER_KINDS = 4;

/**
 * Looks over a Yjs update (version 2) before Yjs reads it. Repetitions are counted in it, not written, so that forty
 * bytes can make Yjs build a thousand million operations, here and on every device.
 * @throws Error for anything but a sensible number of operations on plain text
 */
export function checkTextUpdate(update: string): number {
  const bytes = new Bytes(fromBase64(update));
  bytes.count();
  for (let column = 0; column < COLUMNS_BEFORE_KINDS; column += 1) bytes.part();
  const nextKind = kindsOf(bytes.part());
  for (let column = 0; column < COLUMNS_AFTER_KINDS; column += 1) bytes.part();
  let operations = 0;
  for (let clients = bytes.count(); clients > 0; clients -= 1) {
    const ofClient = bytes.count();
    operations += ofClient;
    if (operations > OPERATIONS_LIMIT) throw new Error(`more than ${OPERATIONS_LIMIT} operations`);
    bytes.count(); // the client's clock
    for (let operation = 0; operation < ofClient; operation += 1) {
      const kind = nextKind();
      if (!KINDS.has(kind)) throw new Error(`no plain text: ${kind}`);
      if (kind === SKIP) bytes.count();
    }
  }
  return operations;
}

/** Run-length decoded: a byte and how often it comes; the last one comes for ever. */
function kindsOf(column: Bytes): () => number {
  let kind = 0;
  let left = 0;
  return () => {
    if (left === 0) {
      kind = column.byte() & KIND_BITS;
      left = column.isAtEnd ? Infinity : column.count() + 1;
    }
    left -= 1;
    return kind;
  };
}

class Bytes {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new Error('the update ends too early');
    this.#at += 1;
    return byte;
  }

  /** Seven bits to a byte, the lowest first. */
  count(): number {
    let count = 0;
    for (let unit = 1; ; unit *= 128) {
      const byte = this.byte();
      count += (byte & 127) * unit;
      if (!Number.isSafeInteger(count)) throw new Error('no whole number');
      if (byte < 128) return count;
    }
  }

  /** A length and so many bytes. */
  part(): Bytes {
    const length = this.count();
    if (this.#at + length > this.#bytes.length) throw new Error('the update ends too early');
    const part = new Bytes(this.#bytes.subarray(this.#at, this.#at + length));
    this.#at += length;
    return part;
  }
}

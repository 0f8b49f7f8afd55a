const OFFSET = 0xcbf29ce484222325n;
const PRIME = 0x100000001b3n;

/**
 * A tag as addresses have it: browsers keep addresses in their history, where no sign-out reaches, and a tag is something
 * that a person wrote. FNV-1a with 64 bits: not to be read by accident; who guesses the tag can tell that it was right.
 */
export function tagKey(tag: string): string {
  let hash = OFFSET;
  for (const byte of new TextEncoder().encode(tag)) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  return hash.toString(36);
}

import type { Entity } from '@cairn/domain';
import type { Content } from './search-index.ts';

/** How the entities of one concept are found. */
export interface Searchable {
  readonly type: string;
  /** Fetches what `read` needs. */
  prepare?(): Promise<unknown>;
  /** Another one whenever `read` would answer something else; quick, as all are asked when the index is opened. */
  print(entity: Entity): string;
  read(entity: Entity): Content;
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** A short text that differs, as good as always, where these do: FNV-1a with 32 bits, and their length. */
export function printOf(...texts: readonly string[]): string {
  let hash = OFFSET;
  let length = 0;
  for (const text of texts) {
    for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), PRIME);
    hash = Math.imul(hash ^ 0x1f, PRIME);
    length += text.length;
  }
  return `${(hash >>> 0).toString(36)}.${length.toString(36)}`;
}

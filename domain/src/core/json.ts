export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An entity's field values by name, or a part of them. */
export type Fields = { readonly [field: string]: Json };

/**
 * JSON text with object keys in code-unit order and absent (`undefined`) members left out: equal values give equal text
 * on every device and on the server, which body hashes and state comparisons rely on.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  let members = '';
  for (const key of ordered(Object.keys(value))) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined) members += `${members && ','}${quoted(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Text that is written as it is. Most of it is, and that is seen sooner than it is written anew. */
const PLAIN = /^[ !#-[\]-~]*$/;

function quoted(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : JSON.stringify(text);
}

/** In place. A sort makes more than it sorts: of a server's garbage under load that was a tenth. */
function ordered(keys: string[]): readonly string[] {
  if (keys.length > FEW) return keys.sort();
  for (let sorted = 1; sorted < keys.length; sorted += 1) {
    const key = keys[sorted]!;
    let at = sorted;
    for (; at > 0 && keys[at - 1]! > key; at -= 1) keys[at] = keys[at - 1]!;
    keys[at] = key;
  }
  return keys;
}

const FEW = 16;

/** Whether two values are equal on every device and on the server. */
export function isSameJson(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));
}

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An entity's field values by name, or a part of them. */
export type Fields = { readonly [field: string]: Json };

/**
 * JSON text with object keys in code-unit order and absent (`undefined`) members left out: equal values give equal text
 * on every device and on the server, which body hashes and state comparisons rely on.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

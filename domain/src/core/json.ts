export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An entity's field values by name, or a part of them. */
export type Fields = { readonly [field: string]: Json };

/**
 * JSON text with object keys in code-unit order and absent (`undefined`) members left out: equal values give equal text
 * on every device and on the server, which body hashes and state comparisons rely on.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const member = (value as Readonly<Record<string, unknown>>)[key];
    if (member !== undefined) members += `${members && ','}${JSON.stringify(key)}:${canonicalJson(member)}`;
  }
  return `{${members}}`;
}

/** Whether two values are equal on every device and on the server. */
export function isSameJson(a: Json, b: Json): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));
}

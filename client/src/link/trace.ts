import type { Environment } from '../environment/environment.ts';

/** A W3C trace id: 32 hexadecimal digits. */
export function newTrace({ random }: Pick<Environment, 'random'>): string {
  return hex(random(16));
}

/** The header of one request under a trace. */
export function traceparent(trace: string, { random }: Pick<Environment, 'random'>): string {
  return `00-${trace}-${hex(random(8))}-01`;
}

function hex(bytes: Uint8Array): string {
  // All zeros stand for "no trace" in the standard.
  if (bytes.every((byte) => byte === 0)) bytes = bytes.map(() => 1);
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

import { createHmac, randomBytes } from 'node:crypto';

/** As Standard Webhooks has it: so that people, and programs that look for leaked secrets, know one when they see it. */
const SECRET_PREFIX = 'whsec_';
const SECRET_BYTES = 32;

export function newSecret(): string {
  return `${SECRET_PREFIX}${randomBytes(SECRET_BYTES).toString('base64')}`;
}

export interface Signed {
  /** The same at every attempt. */
  readonly id: string;
  /** Of this attempt. Seconds since 1970. */
  readonly timestamp: number;
  readonly body: string;
}

/**
 * The three headers of https://www.standardwebhooks.com. With two secrets there are two signatures, so that a receiver may
 * have either.
 * @param secrets `whsec_…`
 */
export function signedHeaders({ id, timestamp, body }: Signed, secrets: readonly string[]): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatures.join(' '),
  };
}

import { explainCode } from '../sync/explain.ts';
import { RequestError } from './request.ts';

const SENTENCES: { readonly [code: string]: string } = {
  BAD_CREDENTIALS: 'That is not the password.',
  RATE_LIMITED: 'Too many attempts. Wait a moment, then try again.',
  NETWORK: 'This needs a connection. Nothing was changed.',
  NOT_FOUND: 'It is not there any more.',
};

/** Why something about the account's keys was not done. What the server says of an input is said as it is. */
export function explainKeys(error: unknown): string {
  if (!(error instanceof RequestError)) return explainCode(undefined);
  const { code, message } = error;
  if (code === 'BAD_USER_INPUT') return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return SENTENCES[code] ?? explainCode(code);
}

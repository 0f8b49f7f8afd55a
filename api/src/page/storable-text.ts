import { apiError } from '../errors.ts';

// PostgreSQL takes neither NUL nor half a surrogate pair, and would answer with an error of its own.
// eslint-disable-next-line no-control-regex -- NUL is what is looked for
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}

/** Text to look for. @throws BAD_USER_INPUT, naming the argument */
export function textArgument(text: string, argument: string): string {
  if (isStorable(text)) return text;
  throw apiError('BAD_USER_INPUT', `${argument} must be well-formed text without NUL`);
}

import { isEndCode, type EndCode } from './end-code.ts';
import { readText, storeText } from './stored-text.ts';

const KEY = 'cairn.farewell';

/** Why the account that was here is not here any more; said on the page to sign in, until somebody does. */
export function readFarewell(): EndCode | undefined {
  const code = readText(KEY);
  return isEndCode(code) ? code : undefined;
}

export function rememberFarewell(code: EndCode | null): void {
  storeText(KEY, code);
}

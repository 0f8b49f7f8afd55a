import { Observed } from '@cairn/client';
import type { AppCairn } from '../cairn/cairn-context.ts';

const texts = new WeakMap<AppCairn, Observed<string>>();

/**
 * What is looked for, for as long as the tab is open: in no address and no title, which a browser keeps where no sign-out
 * reaches.
 */
export function askedFor(cairn: AppCairn): Observed<string> {
  let text = texts.get(cairn);
  if (!text) texts.set(cairn, (text = new Observed('')));
  return text;
}

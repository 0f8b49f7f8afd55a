import { isStorable } from '@cairn/domain';
import { apiError } from '../errors.ts';

/** Text to look for: what the database cannot store it cannot compare with either. @throws BAD_USER_INPUT */
export function textArgument(text: string, argument: string): string {
  if (isStorable(text)) return text;
  throw apiError('BAD_USER_INPUT', `${argument} must be well-formed text without NUL`);
}

import { Refusal, text } from '@cairn/domain';
import { apiError } from '../errors.ts';
import { DEVICE_NAME_MAX } from './account-inputs.ts';

const name = text({ min: 1, max: DEVICE_NAME_MAX });

/** What a person calls a device or a token, without what surrounds it. @throws BAD_USER_INPUT, naming the argument */
export function checkName(value: string, argument: string): string {
  const refusal = refusalOf(() => name.check(value, argument));
  if (refusal) throw apiError('BAD_USER_INPUT', refusal.message);
  return value.trim();
}

export function refusalOf(check: () => unknown): Refusal | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (Refusal.is(error)) return error;
    throw error;
  }
}

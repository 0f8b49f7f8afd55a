import { apiError } from '../errors.ts';

/** No session, or none that is known: which of the two is not told. */
export function unauthenticated() {
  return apiError('UNAUTHENTICATED', 'sign in first');
}

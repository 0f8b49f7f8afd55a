import type { ApiContext } from '../context.ts';
import type { Session } from '../account/session.ts';
import { apiError } from '../errors.ts';
import type { Services } from './services.ts';

/**
 * The context of one operation. A token that does not hold is no failure yet: signing in again needs none.
 * @throws what the database throws
 */
export async function requestContext(
  { prisma, accounts, appender, feed, sessions }: Services,
  token: string | undefined,
  setSessionCookie: ApiContext['setSessionCookie'],
): Promise<ApiContext> {
  let session: Session | undefined;
  let refusal: unknown = apiError('UNAUTHENTICATED', 'sign in first');
  if (token !== undefined) {
    try {
      session = await sessions.verify(token);
    } catch (error) {
      refusal = error;
    }
  }
  return {
    prisma,
    accounts,
    appender,
    feed,
    session,
    screened: new Map(),
    requirePrincipal() {
      if (session) return session;
      throw refusal;
    },
    async admit() {
      if (token !== undefined) await sessions.verify(token);
    },
    setSessionCookie,
  };
}

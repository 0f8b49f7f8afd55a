import type { ApiContext } from '../context.ts';
import type { Session } from '../account/session.ts';
import { apiError } from '../errors.ts';
import type { Services } from './services.ts';

/**
 * The context of one operation. A token that does not hold is no failure yet: signing in again needs none.
 * @param expectedDevice the device that the client believes it is; a session of another one does not count
 * @throws what the database throws
 */
export async function requestContext(
  { prisma, now, accounts, appender, feed, sessions }: Services,
  token: string | undefined,
  expectedDevice: string | undefined,
  setSessionCookie: ApiContext['setSessionCookie'],
): Promise<ApiContext> {
  let session: Session | undefined;
  let refusal: unknown = apiError('UNAUTHENTICATED', 'sign in first');
  if (token !== undefined) {
    try {
      session = await sessions.verify(token);
      // A browser has one cookie but may still have another account open: what that one holds is not this one's.
      if (expectedDevice !== undefined && expectedDevice !== session.deviceId) {
        session = undefined;
        refusal = apiError('SESSION_MISMATCH', 'this session belongs to another device');
      }
    } catch (error) {
      refusal = error;
    }
  }
  return {
    prisma,
    now,
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

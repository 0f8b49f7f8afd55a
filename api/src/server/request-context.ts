import { forAccount } from '@cairn/prisma';
import { GraphQLError } from 'graphql';
import type { ApiContext } from '../context.ts';
import { admitPastDevices } from '../account/past-devices.ts';
import type { Session } from '../account/session.ts';
import { claimedBy } from '../account/credentials.ts';
import { apiError } from '../errors.ts';
import type { Trace } from '../trace.ts';
import type { Services } from './services.ts';
import type { ShownToken } from './session-cookie.ts';

/**
 * The context of one operation. A token that does not hold is no failure yet: signing in again needs none.
 * @param expectedDevice the device that the client believes it is; a session of another one does not count
 * @param address of the client in the network, for what is counted by it
 * @throws what the database throws
 */
export async function requestContext(
  services: Services,
  shown: ShownToken | undefined,
  expectedDevice: string | undefined,
  setSessionCookie: ApiContext['setSessionCookie'],
  trace: Trace,
  address = '',
): Promise<ApiContext> {
  const { session, leaving, refusal } = await sessionOf(services, shown, expectedDevice, address);
  return {
    ...sessionContext(services, session, trace, refusal),
    leaving() {
      const isNobodys = refusal instanceof GraphQLError && refusal.extensions['code'] !== 'SESSION_MISMATCH';
      if (leaving || isNobodys) return leaving;
      throw refusal;
    },
    claimed: shown && claimedBy(shown.token),
    isBearer: shown?.isBearer ?? false,
    async refreshSession() {
      if (!leaving || !shown) throw refusal;
      return services.sessions.refresh(shown.token);
    },
    setSessionCookie,
    address,
  };
}

/** The context of what a socket asks for, whose session was found when it connected. */
export function sessionContext(
  services: Services,
  session: Session | undefined,
  trace: Trace,
  refusal: unknown = undefined,
): ApiContext {
  const { prisma, now, accounts, accessTokens, accountKeys, webhooks, passwordCheck, securityLog } = services;
  const { appender, feed, credentials, signInGuard } = services;
  return {
    prisma: session ? forAccount(prisma, session.accountId) : prisma,
    now,
    accounts,
    accessTokens,
    accountKeys,
    webhooks,
    passwordCheck,
    securityLog,
    appender,
    feed,
    trace,
    session,
    leaving: () => session,
    claimed: session,
    isBearer: false,
    screened: new Map(),
    admitPastDevices: (accountId, devices) =>
      admitPastDevices(forAccount(prisma, accountId), accountId, devices, now()),
    requirePrincipal() {
      if (session) return session;
      throw refusal;
    },
    async admit() {
      if (session) await credentials.check(session);
    },
    async refreshSession() {
      throw refusal;
    },
    setSessionCookie() {},
    signInGuard,
    address: '',
  };
}

interface Presented {
  readonly session?: Session;
  /** Also with an expired token. */
  readonly leaving?: Session;
  /** Why there is no session. */
  readonly refusal?: unknown;
}

async function sessionOf(
  { credentials }: Services,
  shown: ShownToken | undefined,
  expectedDevice: string | undefined,
  address: string,
): Promise<Presented> {
  if (!shown) return { refusal: apiError('UNAUTHENTICATED', 'sign in first') };
  try {
    const { session, isExpired } = await credentials.find(shown, address);
    // A browser has one cookie but may still have another account open: what that one holds is not this one's.
    if (expectedDevice !== undefined && expectedDevice !== session.deviceId) {
      return { refusal: apiError('SESSION_MISMATCH', 'this session belongs to another device') };
    }
    if (!isExpired) return { session, leaving: session };
    return { leaving: session, refusal: apiError('SESSION_EXPIRED', 'refresh the session, and ask again') };
  } catch (refusal) {
    return { refusal };
  }
}

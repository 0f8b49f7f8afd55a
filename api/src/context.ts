import type { PrismaClient } from '@cairn/prisma';
import type { AccessTokens } from './account/access-tokens.ts';
import type { AccountKeys } from './account/account-keys.ts';
import type { Accounts } from './account/accounts.ts';
import type { PasswordCheck } from './account/password-check.ts';
import type { SecurityLog } from './account/security-log.ts';
import type { DeviceRef, Session } from './account/session.ts';
import type { IssuedToken } from './account/sessions.ts';
import type { AppendContext } from './append/event-resolver.ts';
import type { FeedContext } from './feed/feed-resolver.ts';
import type { SignInGuard } from './limits/sign-in-guard.ts';
import type { Trace } from './trace.ts';
import type { Webhooks } from './webhook/webhooks.ts';

/** What resolvers get of one request or one socket's operation. */
export interface ApiContext extends Omit<AppendContext, 'requirePrincipal'>, Omit<FeedContext, 'requirePrincipal'> {
  /** Sees the rows of the session's account alone, and of none without a session. */
  readonly prisma: PrismaClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly accounts: Accounts;
  readonly accessTokens: AccessTokens;
  readonly accountKeys: AccountKeys;
  readonly webhooks: Webhooks;
  readonly passwordCheck: PasswordCheck;
  readonly securityLog: SecurityLog;
  /** Of the client in the network; empty where it is not known. */
  readonly address: string;
  readonly trace: Trace;
  readonly signInGuard: SignInGuard;
  /** Undefined when there is none, or none any more, or its token has expired. */
  readonly session: Session | undefined;
  /** Whose token it says it is, for the log alone: nothing has been checked. */
  readonly claimed: DeviceRef | undefined;
  /** Whether the token came as `Authorization: Bearer`, not as a cookie. */
  readonly isBearer: boolean;
  /** @throws UNAUTHENTICATED, SESSION_EXPIRED, SESSION_REVOKED, SESSION_MISMATCH, TOKEN_EXPIRED, TOKEN_REVOKED, ACCOUNT_GONE */
  requirePrincipal(): Session;
  /** The session to end, also with an expired token. @throws SESSION_MISMATCH: it is not the caller's to end */
  leaving(): Session | undefined;
  /** @throws UNAUTHENTICATED, SESSION_REVOKED, SESSION_MISMATCH, ACCOUNT_GONE */
  refreshSession(): Promise<IssuedToken>;
  /** Makes the browser keep this token, or forget it. Does nothing on a socket. */
  setSessionCookie(token: string | null): void;
}

import type { PrismaClient } from '@cairn/prisma';
import type { Accounts } from './account/accounts.ts';
import type { Session } from './account/session.ts';
import type { AppendContext } from './append/event-resolver.ts';
import type { FeedContext } from './feed/feed-resolver.ts';

/** What resolvers get of one request or one socket's operation. */
export interface ApiContext extends Omit<AppendContext, 'requirePrincipal'>, Omit<FeedContext, 'requirePrincipal'> {
  readonly prisma: PrismaClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly accounts: Accounts;
  /** Undefined when there is none, or none any more. */
  readonly session: Session | undefined;
  /** @throws UNAUTHENTICATED, SESSION_REVOKED */
  requirePrincipal(): Session;
  /** Makes the browser keep this token, or forget it. Does nothing on a socket. */
  setSessionCookie(token: string | null): void;
}

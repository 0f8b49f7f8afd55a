import type { ShownToken } from '../server/session-cookie.ts';
import { ACCESS_TOKEN_PREFIX, readAccessToken } from './access-token.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { DeviceRef, Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { readToken } from './token.ts';
import { unauthenticated } from './unauthenticated.ts';

/** Whoever shows something: a device its session, a program its access token. */
export class Credentials {
  readonly #sessions: Sessions;
  readonly #tokens: AccessTokens;

  constructor(sessions: Sessions, tokens: AccessTokens) {
    this.#sessions = sessions;
    this.#tokens = tokens;
  }

  /** @throws UNAUTHENTICATED, SESSION_REVOKED, TOKEN_EXPIRED, TOKEN_REVOKED, ACCOUNT_GONE */
  async find(
    { token, isBearer }: ShownToken,
    address: string,
  ): Promise<{ readonly session: Session; readonly isExpired: boolean }> {
    if (!token.startsWith(ACCESS_TOKEN_PREFIX)) return this.#sessions.find(token);
    // A cookie goes along with requests that other sites make.
    if (!isBearer) throw unauthenticated();
    return { session: await this.#tokens.find(token, address), isExpired: false };
  }

  /** Whether what was found still holds. @throws as `find` */
  check(session: Session): Promise<void> {
    return session.grant ? this.#tokens.check(session) : this.#sessions.check(session);
  }
}

/** Whose it says it is: nothing has been checked. */
export function claimedBy(token: string): DeviceRef | undefined {
  return readToken(token) ?? readAccessToken(token);
}

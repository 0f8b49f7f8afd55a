import fastifyCookie from '@fastify/cookie';

const NAME = 'cairn_session';
/** As long as browsers allow. Seconds. */
const MAX_AGE = 400 * 24 * 3600;

export interface ShownToken {
  readonly token: string;
  /** Of `Authorization: Bearer …`, or else of the cookie. */
  readonly isBearer: boolean;
}

/** The token of a request. */
export function tokenOf(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}): ShownToken | undefined {
  const cookie = headers.cookie ? fastifyCookie.parse(headers.cookie)[NAME] : undefined;
  return bearerOf(headers.authorization) ?? (cookie === undefined ? undefined : { token: cookie, isBearer: false });
}

export function bearerOf(authorization: unknown): ShownToken | undefined {
  const token = typeof authorization === 'string' ? /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] : undefined;
  return token === undefined ? undefined : { token, isBearer: true };
}

/** A Set-Cookie header; `token` null makes the browser forget. */
export function sessionCookie(token: string | null, secure: boolean): string {
  return fastifyCookie.serialize(NAME, token ?? '', {
    httpOnly: true,
    sameSite: 'lax',
    path: '/',
    secure,
    maxAge: token === null ? 0 : MAX_AGE,
  });
}

import fastifyCookie from '@fastify/cookie';

const NAME = 'cairn_session';
/** As long as browsers allow. Seconds. */
const MAX_AGE = 400 * 24 * 3600;

/** The token of a request: of `Authorization: Bearer …`, or else of the cookie. */
export function tokenOf(headers: {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}) {
  return bearerOf(headers.authorization) ?? (headers.cookie ? fastifyCookie.parse(headers.cookie)[NAME] : undefined);
}

export function bearerOf(authorization: unknown): string | undefined {
  return typeof authorization === 'string' ? /^Bearer\s+(\S+)$/i.exec(authorization)?.[1] : undefined;
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

import { CombinedGraphQLErrors, ServerError, ServerParseError } from '@apollo/client/errors';
import { StorageError } from '../storage-error.ts';
import { askedWait } from './asked-wait.ts';
import { backoff } from './backoff.ts';
import { classify } from './classify.ts';

const graphql = (code: string, extra: object = {}) =>
  new CombinedGraphQLErrors({ errors: [{ message: 'says 401 and offline', extensions: { code, ...extra } }] });
const http = (status: number, body = '', headers: Record<string, string> = {}) =>
  new ServerError('failed', { response: new Response(null, { status, headers }), bodyText: body });

const cases: readonly (readonly [what: string, error: unknown, kind: string, code: string])[] = [
  ['no network', new TypeError('Failed to fetch'), 'road', 'NETWORK'],
  ['a timeout', new Error('no answer in time'), 'road', 'NETWORK'],
  ['500', http(500), 'road', 'HTTP_500'],
  ['503 with our code', http(503, '{"errors":[{"extensions":{"code":"UNAVAILABLE"}}]}'), 'road', 'UNAVAILABLE'],
  ['a proxy page', http(502, '<html>'), 'road', 'HTTP_502'],
  [
    "a captive portal's page with status 200",
    new ServerParseError(new Error('json'), { response: new Response(null, { status: 200 }), bodyText: '<html>' }),
    'road',
    'NOT_GRAPHQL',
  ],
  ['an error nobody knows', graphql('SOMETHING_NEW'), 'road', 'SOMETHING_NEW'],
  ['no session', graphql('UNAUTHENTICATED'), 'sign-in', 'UNAUTHENTICATED'],
  ['a session that has expired again', graphql('SESSION_EXPIRED'), 'road', 'SESSION_EXPIRED'],
  [
    'a revoked session',
    http(401, '{"errors":[{"extensions":{"code":"SESSION_REVOKED"}}]}'),
    'sign-in',
    'SESSION_REVOKED',
  ],
  ["a proxy's own 401", http(401, '<html>'), 'road', 'HTTP_401'],
  ["this device's own storage", new StorageError('STORAGE_FULL', ''), 'blocked', 'STORAGE_FULL'],
  ['quota', graphql('QUOTA_EXCEEDED'), 'blocked', 'QUOTA_EXCEEDED'],
  [
    'a server that does not know our document',
    graphql('GRAPHQL_VALIDATION_FAILED'),
    'blocked',
    'GRAPHQL_VALIDATION_FAILED',
  ],
  ['too large', http(413), 'too-large', 'PAYLOAD_TOO_LARGE'],
  ['an expired cursor', graphql('CURSOR_EXPIRED'), 'expired', 'CURSOR_EXPIRED'],
];

test.each(cases)('[O3] %s', (_what, error, kind, code) => {
  expect(classify(error)).toMatchObject({ kind, code });
});

test('[fault F36] [O3] 429 waits as long as it was told', () => {
  expect(classify(http(429, '', { 'retry-after': '7' }))).toMatchObject({ kind: 'road', retryAfter: 7_000 });
  expect(classify(graphql('RATE_LIMITED', { retryAfter: 3 }))).toMatchObject({ kind: 'road', retryAfter: 3_000 });
});

test('[O3] backoff doubles from one second to a minute, with jitter from half', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 1000].map((failures) => backoff(failures, 1))).toEqual([
    1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000,
  ]);
  expect(backoff(3, 0)).toBe(2_000);
});

test('[fault F36] [O3] a wait that the server asks for never turns the backoff off, and never stops a device for days', () => {
  expect(askedWait(0, 2_000)).toBe(2_000);
  expect(askedWait(-5, 2_000)).toBe(2_000);
  expect(askedWait(7_000, 2_000)).toBe(7_000);
  expect(askedWait(2 ** 40, 2_000)).toBe(600_000);
});

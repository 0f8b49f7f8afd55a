import { ApolloClient, InMemoryCache } from '@apollo/client';
import { parse } from 'graphql';
import type { Environment } from '../environment/environment.ts';
import { classify } from './classify.ts';
import { createHttpLink } from './http-link.ts';
import { requestOver } from './request.ts';
import { tokenStore } from './session.ts';

const ASK = parse('query ask { me { id } }');
const answer = (data: object) =>
  new Response(JSON.stringify({ data }), { headers: { 'content-type': 'application/json' } });
const refusal = (code: string) =>
  new Response(JSON.stringify({ errors: [{ message: '', extensions: { code } }] }), {
    status: 401,
    headers: { 'content-type': 'application/json' },
  });

interface Sent {
  readonly operation: string;
  readonly authorization: string | null;
}

/** A server that takes `good` alone, and answers refreshes as it is told. */
function rig(onRefresh: (count: number) => Response | Promise<Response>, token: string | null = 'old') {
  const sent: Sent[] = [];
  const refreshes = () => sent.filter(({ operation }) => operation === 'refreshSession').length;
  const environment = {
    schedule: () => () => {},
    random: (bytes: number) => new Uint8Array(bytes).fill(1),
    fetch: (async (_url: string, { headers, body }: { headers: Record<string, string>; body: string }) => {
      const { operationName: operation } = JSON.parse(body) as { operationName: string };
      const authorization = new Headers(headers).get('authorization');
      sent.push({ operation, authorization });
      if (operation === 'refreshSession') return onRefresh(refreshes());
      const isGood = token === null ? refreshes() > 0 : authorization === 'Bearer good';
      return isGood ? answer({ me: { id: '1' } }) : refusal('SESSION_EXPIRED');
    }) as unknown as typeof fetch,
  } as unknown as Environment;
  const identity = { accountId: 'a', deviceId: 'd' };
  const store = tokenStore(token ?? undefined);
  const link = createHttpLink({ url: 'http://server/graphql', identity }, store, environment);
  const client = new ApolloClient({ cache: new InMemoryCache(), link });
  const request = requestOver(link, client, environment);
  const ask = () => request<object>(ASK, {}, new AbortController().signal);
  return { ask, sent, refreshes, store };
}

const successor = () => answer({ refreshSession: { token: 'good' } });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error: unknown) => `${classify(error).kind} ${classify(error).code}`,
  );

test('[fault F31] [SAFE6] [O3] one refresh serves all requests that met an expired token, and they are sent again', async () => {
  const { ask, sent, store } = rig(successor);
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(Array(3).fill({ me: { id: '1' } }));
  expect(sent.map(({ operation }) => operation)).toEqual([
    ...Array(3).fill('ask'),
    'refreshSession',
    ...Array(3).fill('ask'),
  ]);
  expect(sent.at(3)!.authorization).toBe('Bearer old');
  expect(store!.read()).toBe('good');
  await ask();
  expect(sent).toHaveLength(8);
});

test('[SAFE6] a cookie is renewed by the browser: there is no token to keep, nor to show', async () => {
  const { ask, sent } = rig(() => answer({ refreshSession: { token: null } }), null);
  expect(await ask()).toEqual({ me: { id: '1' } });
  expect(sent.map(({ authorization }) => authorization)).toEqual([null, null, null]);
});

test("[fault F32] [O3] a refresh that fails by the road is the road's failure, and is made anew by the next request", async () => {
  const { ask, refreshes } = rig((count) =>
    count === 1 ? Promise.reject(new TypeError('Failed to fetch')) : successor(),
  );
  expect(await codeOf(ask())).toBe('road NETWORK');
  expect(await codeOf(ask())).toBe('none');
  expect(refreshes()).toBe(2);
});

test.each(['UNAUTHENTICATED', 'SESSION_REVOKED', 'ACCOUNT_GONE', 'SESSION_MISMATCH'])(
  '[SAFE6] [O3] a refresh that is refused as %s asks for a person',
  async (code) => {
    expect(await codeOf(rig(() => refusal(code)).ask())).toBe(`sign-in ${code}`);
  },
);

test('[O3] a successor that is not taken either is tried again later, not at once for ever', async () => {
  const { ask, sent } = rig(() => answer({ refreshSession: { token: 'bad' } }));
  expect(await codeOf(ask())).toBe('road SESSION_EXPIRED');
  expect(sent).toHaveLength(3);
});

import { codes, NOW, replay, TestServer } from '../testing/test-server.ts';
import { Writer } from '../testing/writer.ts';

let api: TestServer;
let now = NOW;

beforeAll(async () => {
  api = await TestServer.start({
    now: () => now,
    allowedOrigins: ['https://board.example'],
    limits: { appends: { count: 10, window: 60_000 }, signUps: { count: 3, window: 3_600_000 } },
  });
});
afterAll(() => api?.close());

const create = (writer: Writer) => writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' });

test('[fault F36] [LIM1] what appends too fast is told when to come again, in the answer and in its header', async () => {
  const me = await api.newAccount('me@example.org');
  const phone = await me.signIn('me@example.org');
  const writer = new Writer(NOW - 60_000);
  const events = Array.from({ length: 10 }, () => create(writer));
  expect((await replay(me, ...events)).status).toBe(200);
  const refused = await replay(me, create(writer));
  expect([refused.status, codes(refused)]).toEqual([429, ['RATE_LIMITED']]);
  expect(refused.errors![0]!.extensions).toEqual({ code: 'RATE_LIMITED', retryAfter: 6 });
  expect(refused.headers.get('retry-after')).toBe('6');
  // By the named mutation as well; a re-send is work, too.
  const { mutation, input } = create(writer);
  const named = `mutation ($input: CreateTaskInput!) { ${mutation}(input: $input) { status } }`;
  expect(codes(await me.ask(named, { input }))).toEqual(['RATE_LIMITED']);
  expect(codes(await replay(me, events[0]!))).toEqual(['RATE_LIMITED']);
  // Reading goes on, and so does another device.
  expect((await me.ask('{ me { id } }')).status).toBe(200);
  expect((await replay(phone, create(new Writer(NOW)))).status).toBe(200);
  now += 6_000;
  expect((await replay(me, create(writer))).data.replayEvents).toMatchObject([{ status: 'APPLIED' }]);
});

test('[LIM1] guessing a password, and making accounts, is slowed down', async () => {
  const guess = () =>
    api.nobody.ask('mutation ($input: SignInInput!) { signIn(input: $input) { token } }', {
      input: { email: 'me@example.org', password: 'wrong wrong', deviceName: 'x' },
    });
  const answers = await Promise.all(Array.from({ length: 12 }, guess));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(2);
  await api.newAccount('second@example.org');
  await api.newAccount('third@example.org');
  const fourth = await api.nobody.ask('mutation ($input: SignUpInput!) { signUp(input: $input) { token } }', {
    input: { email: 'fourth@example.org', password: 'correct horse', deviceName: 'x' },
  });
  expect([fourth.status, codes(fourth)]).toEqual([429, ['RATE_LIMITED']]);
});

test('[LIM2] an allowed origin is answered, and told what it may ask', async () => {
  const origin = 'https://board.example';
  const url = `${api.nobody.address}/graphql`;
  const asked = { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' };
  for (const path of [url, `${url}/stream`]) {
    const preflight = await fetch(path, { method: 'OPTIONS', headers: asked });
    expect([path, preflight.status]).toEqual([path, 204]);
    expect(preflight.headers.get('access-control-allow-origin')).toBe(origin);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization');
  }
  const headers = { origin, 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' });
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect(answer.headers.get('vary')).toContain('Origin');
  expect(answer.headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

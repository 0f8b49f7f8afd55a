import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTcpServer, type AddressInfo } from 'node:net';
import type { Resolve } from './address-guard.ts';
import { httpTransport } from './transport.ts';

let answer: (request: IncomingMessage, response: ServerResponse) => void;
let requests = 0;
const server = createServer((request, response) => {
  requests += 1;
  answer(request, response);
});
let url: string;

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => (requests = 0));

const message = (to = url) => ({ url: to, headers: { 'content-type': 'application/json' }, body: '{"é":1}' });
const open = httpTransport({ allowPrivate: true, timeout: 300 });

test('[HOOK1] a message is one POST, with its headers and its body', async () => {
  const got = new Promise((resolve) => {
    answer = async ({ method, headers, url }, response) => {
      let body = '';
      for await (const chunk of response.req) body += String(chunk);
      response.writeHead(202, { 'retry-after': '7' }).end('thank you');
      resolve({ method, url, type: headers['content-type'], length: headers['content-length'], body });
    };
  });
  expect(await open(message())).toEqual({ status: 202, retryAfter: '7' });
  expect(await got).toEqual({ method: 'POST', url: '/hook', type: 'application/json', length: '8', body: '{"é":1}' });
});

test('[HOOK4] a redirect is an answer, and not followed', async () => {
  answer = (_request, response) => response.writeHead(307, { location: url }).end();
  expect(await open(message())).toMatchObject({ status: 307 });
  expect(requests).toBe(1);
});

test('[fault F63] [HOOK3] who does not answer in time has failed, also in the middle of the headers', async () => {
  answer = () => {};
  await expect(open(message())).rejects.toMatchObject({ code: 'TIMEOUT' });
  answer = ({ socket }) => socket.write('HTTP/1.1 200 OK\r\nx: ');
  await expect(open(message())).rejects.toMatchObject({ code: 'TIMEOUT' });
});

test('[fault F63] [HOOK4] an answer without an end is left after its beginning', async () => {
  let isLeft: Promise<unknown> | undefined;
  answer = (_request, response) => {
    isLeft = once(response, 'close');
    response.writeHead(200);
    const more = () => response.write('x'.repeat(65_536), (error) => !error && setImmediate(more));
    more();
  };
  const started = performance.now();
  expect(await open(message())).toMatchObject({ status: 200 });
  await isLeft;
  expect(performance.now() - started).toBeLessThan(300);
});

test('[HOOK3] an answer that came is one, also when its body is late', async () => {
  answer = (_request, response) => response.writeHead(200).flushHeaders();
  expect(await open(message())).toMatchObject({ status: 200 });
});

test('[HOOK3] what is given up ends at once', async () => {
  const reason = new Error('enough');
  const controller = new AbortController();
  answer = () => controller.abort(reason);
  await expect(httpTransport({ allowPrivate: true })(message(), controller.signal)).rejects.toBe(reason);
  await expect(open(message(), controller.signal)).rejects.toBe(reason);
});

test('[HOOK3] nobody there, no such name, and no TLS are told apart', async () => {
  const closed = createTcpServer();
  closed.listen(0, '127.0.0.1');
  await once(closed, 'listening');
  const { port } = closed.address() as AddressInfo;
  closed.close();
  await once(closed, 'close');
  await expect(open(message(`http://127.0.0.1:${port}/`))).rejects.toMatchObject({ code: 'CONNECTION_FAILED' });
  await expect(open(message(url.replace('http:', 'https:')))).rejects.toMatchObject({ code: 'TLS_FAILED' });
  for (const transport of [httpTransport(), httpTransport({ allowPrivate: true })]) {
    await expect(transport(message('https://hooks.invalid/'))).rejects.toMatchObject({ code: 'NAME_NOT_RESOLVED' });
  }
});

describe('an address that is not public', () => {
  let connections = 0;
  let port: number;
  const count = () => void (connections += 1);
  beforeEach(() => {
    connections = 0;
    ({ port } = server.address() as AddressInfo);
    server.on('connection', count);
  });
  afterEach(() => void server.off('connection', count));

  /** Answers one address after the other, whoever asks, and keeps count. */
  function telling(...addresses: string[]): { readonly resolve: Resolve; readonly left: string[] } {
    const resolve: Resolve = (_host, _options, done) => {
      const address = addresses.shift()!;
      done(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
    };
    return { resolve, left: addresses };
  }

  test('[fault F65] [HOOK4] is not connected to, whether it is written or looked up', async () => {
    const { resolve, left } = telling('127.0.0.1');
    const guarded = httpTransport({ resolve });
    for (const host of ['127.0.0.1', '[::ffff:127.0.0.1]', 'hooks.test']) {
      const to = `https://${host}:${port}/`;
      await expect(guarded(message(to))).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    }
    await expect(guarded(message(url))).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect([left, connections]).toEqual([[], 0]);
  });

  test('[fault F65] [HOOK4] does not come in behind one that is: a name is asked once for a connection', async () => {
    // The first counts as public, and leads nowhere: nobody was given it.
    const { resolve, left } = telling('3ffe::1', '127.0.0.1');
    const guarded = httpTransport({ resolve, timeout: 300 });
    const send = () => guarded(message(`https://hooks.test:${port}/`));
    await expect(send()).rejects.toMatchObject({ code: expect.stringMatching(/^(CONNECTION_FAILED|TIMEOUT)$/) });
    expect([left, connections]).toEqual([['127.0.0.1'], 0]);
    await expect(send()).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
    expect(connections).toBe(0);
  });
});

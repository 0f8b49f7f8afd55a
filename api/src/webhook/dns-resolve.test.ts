import { scrypt } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import type { LookupAddress } from 'node:dns';
import { dnsResolve, type Resolve } from './address-guard.ts';
import { httpTransport } from './transport.ts';

const A = 1;
const AAAA = 28;
const NO_SUCH_NAME = 3;

/** A server of names on this machine; undefined: no answer at all. */
let answer: (type: number) => Uint8Array | 'no such name' | undefined;
let asked = 0;
let server: Socket;
let resolve: Resolve;

beforeAll(async () => {
  server = createSocket('udp4');
  server.on('message', (question, { port, address }) => {
    asked += 1;
    // The type is the last but one of the question, after the name's end.
    const end = question.indexOf(0, 12) + 1;
    const told = answer(question.readUInt16BE(end));
    if (told !== undefined) server.send(reply(question.subarray(0, end + 4), told), port, address);
  });
  server.bind(0, '127.0.0.1');
  await once(server, 'listening');
  resolve = dnsResolve([`127.0.0.1:${(server.address() as AddressInfo).port}`]);
});
afterAll(() => void server.close());
beforeEach(() => (asked = 0));

function reply(question: Buffer, told: Uint8Array | 'no such name'): Buffer {
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8180 | (told === 'no such name' ? NO_SUCH_NAME : 0), 2);
  // One question, at most one answer, nothing else.
  [1, told === 'no such name' ? 0 : 1, 0, 0].forEach((count, n) => header.writeUInt16BE(count, 4 + 2 * n));
  const parts = [header, question.subarray(12)];
  if (told !== 'no such name') {
    const record = Buffer.alloc(12);
    record.writeUInt16BE(0xc00c, 0);
    question.copy(record, 2, question.length - 4);
    record.writeUInt16BE(told.length, 10);
    parts.push(record, Buffer.from(told));
  }
  return Buffer.concat(parts);
}

const look = (family?: number) =>
  new Promise<LookupAddress[] | undefined>((settle, fail) => {
    const options = family === undefined ? { all: true as const } : { all: true as const, family };
    resolve('hooks.test', options, (error, found) => (error ? fail(error) : settle(found)));
  });

test('[HOOK4] a name means all its addresses, of both kinds', async () => {
  answer = (type) =>
    type === A ? Uint8Array.of(1, 1, 1, 1) : Uint8Array.of(0x26, 6, 0x47, 0, ...Array(11).fill(0), 1);
  const [four, six] = [
    { address: '1.1.1.1', family: 4 },
    { address: '2606:4700::1', family: 6 },
  ];
  expect(await look()).toEqual([four, six]);
  expect([await look(4), await look(6)]).toEqual([[four], [six]]);
});

test('[HOOK4] a name of one kind only is none the worse for it, one of neither is not there', async () => {
  answer = (type) => (type === AAAA ? 'no such name' : Uint8Array.of(1, 1, 1, 1));
  expect(await look()).toEqual([{ address: '1.1.1.1', family: 4 }]);
  answer = () => 'no such name';
  await expect(look()).rejects.toMatchObject({ code: 'NAME_NOT_RESOLVED' });
});

test('[fault F65] [HOOK4] what the DNS says is looked at before anything is connected to', async () => {
  answer = (type) => (type === A ? Uint8Array.of(169, 254, 169, 254) : 'no such name');
  const message = { url: 'https://hooks.test/', headers: {}, body: '' };
  await expect(httpTransport({ resolve })(message)).rejects.toMatchObject({ code: 'ADDRESS_REFUSED' });
});

test('[fault F63] [HOOK4] [SAFE8] names whose servers never answer hold up neither a password nor each other', async () => {
  answer = () => undefined;
  const transport = httpTransport({ resolve, timeout: 2_000 });
  const message = (n: number) => ({ url: `https://hooks-${n}.test/`, headers: {}, body: '' });
  const started = performance.now();
  const attempts = Array.from({ length: 32 }, (_, n) =>
    transport(message(n)).catch(({ code }: { code: string }) => code),
  );
  await new Promise((settled) => setImmediate(settled));
  await promisify(scrypt)('correct horse', 'salt', 32);
  const hashed = performance.now() - started;
  for (const code of await Promise.all(attempts)) expect(code).toMatch(/^(TIMEOUT|NAME_NOT_RESOLVED)$/);
  expect(asked).toBeGreaterThanOrEqual(64);
  expect(hashed).toBeLessThan(1_500);
});

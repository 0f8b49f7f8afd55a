import { execFile, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { endsWithThisProcess, freePort } from './src/child-process.ts';
import { readExamples, type Example } from './src/examples.ts';
import { TestServer } from './src/test-server.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'cairn-examples-'));
let examples: Example[];
let server: TestServer;
/** Where webhooks are received. */
let hookPort: number;

beforeAll(async () => {
  examples = await readExamples('docs/api.md');
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  server = await TestServer.start({ allowPrivateWebhooks: true });
  hookPort = await freePort();
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

const environment = () => ({
  ...process.env,
  NODE_OPTIONS: '',
  CAIRN: server.url,
  HOOK: `http://127.0.0.1:${hookPort}/`,
  PORT: String(hookPort),
});

async function command(program: string, args: readonly string[]): Promise<string> {
  const env = environment();
  const { stdout } = await run(program, args, { cwd: folder, env, timeout: 60_000 });
  return stdout;
}

function fileOf(name: string): string {
  writeFileSync(join(folder, name), examples.find(({ file }) => file === name)!.text);
  return name;
}

const isOfWebhooks = ({ text }: Example) => text.includes('createWebhook');
const isOfTokens = ({ text }: Example) => text.includes('access-token.txt');
/** The commands of the page, but for the others. */
const commands = (isOf: (example: Example) => boolean) =>
  examples.filter((example) => example.language === 'sh' && isOf(example)).map(({ text }) => text);
const bash = (script: readonly string[]) => command('bash', ['-euo', 'pipefail', '-c', script.join('\n')]);
const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim();

/** Another task by the program, its second or a later one. */
async function write(sequence: number, title: string): Promise<void> {
  const sent = await fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${read('token.txt')}` },
    body: read('event.json')
      .replaceAll('-00000000000', `-0000000000${sequence}`)
      .replace('"sequence": 1', `"sequence": ${sequence}`)
      .replace('Water the plants', title),
  });
  expect(await sent.text()).toContain('APPLIED');
}

/** Signed with the webhook's secret, so many seconds ago; answers the status. */
async function post(body: string, { age = 0, secret = read('secret.txt') } = {}): Promise<number> {
  const [id, timestamp] = ['msg_test', Math.floor(Date.now() / 1_000) - age];
  const hmac = createHmac('sha256', Buffer.from(secret.slice(6), 'base64'));
  const signature = `v1,${hmac.update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signature };
  return (await fetch(`http://127.0.0.1:${hookPort}/`, { method: 'POST', headers, body })).status;
}

/** Runs a receiver until it has as many events, and answers those; `meanwhile` it listens. */
async function received(program: string, file: string, events: number, meanwhile: () => Promise<void>) {
  const child = spawn(program, [file], { cwd: folder, env: { ...environment(), EVENTS: String(events) } });
  endsWithThisProcess(child);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (data) => (output.stdout += String(data)));
  child.stderr.on('data', (data) => (output.stderr += String(data)));
  const ended = once(child, 'exit');
  while (!output.stderr.includes('listening')) {
    if (child.exitCode !== null) throw new Error(output.stderr);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await meanwhile();
  expect(await ended).toEqual([0, null]);
  expect(output.stderr).toBe('listening\n');
  return output.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** What the server did not send is refused, and what it did is not done twice. */
async function refusesForgeries(): Promise<void> {
  const body = JSON.stringify({ type: 'log.events', data: { after: 'x', cursor: 'y', events: [{ forged: true }] } });
  const unsigned = await fetch(`http://127.0.0.1:${hookPort}/`, { method: 'POST', body });
  expect(unsigned.status).toBe(401);
  expect(await post(body, { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })).toBe(401);
  expect(await post(body, { age: 400 })).toBe(401);
  expect(await post(body, { age: -400 })).toBe(401);
  expect(await post('{"type":"webhook.test","data":{}}')).toBe(204);
}

const runs: readonly (readonly [program: string, what: string, check: () => Promise<void>])[] = [
  [
    'curl',
    'curl signs in, writes, sends again and reads',
    async () => {
      const script = commands((example) => !isOfWebhooks(example) && !isOfTokens(example));
      const stdout = await bash(script);
      expect(read('token.txt')).toMatch(/^\S{100,}$/);
      const created = (resent: boolean) =>
        `{"data":{"createTask":{"status":"APPLIED","code":null,"version":1,"position":1,"resent":${resent}}}}`;
      expect(stdout).toContain(created(false));
      // What the page says that it answers.
      expect(script.join()).toContain(created(false));
      expect(stdout).toContain(created(true));
      expect(stdout).toContain('"title":"Water the plants","version":1,"completedAt":null');
    },
  ],
  [
    'node',
    'Node follows from a cursor, over a restart',
    async () => {
      const file = fileOf('follow.mjs');
      const first = await command(process.execPath, [file]);
      expect(JSON.parse(first)).toMatchObject({ __typename: 'Task', title: 'Water the plants', version: 1 });
      // Another one, while nobody listens: what was told is not told again.
      await write(2, 'Feed the cat');
      expect(JSON.parse(await command(process.execPath, [file]))).toMatchObject({ title: 'Feed the cat', version: 1 });
    },
  ],
  [
    'python3',
    'Python follows an event stream, and completes what it is told of',
    async () => {
      const [receipt, change] = (await command('python3', [fileOf('follow.py')])).trim().split('\n');
      expect(receipt).toBe("{'status': 'APPLIED', 'code': None, 'version': 2}");
      expect(change).toMatch(/'version': 2, 'title': 'Water the plants', 'completedAt': '2/);
    },
  ],
  [
    'curl',
    'a webhook is made by curl, and a receiver in Node takes what there is, when it is there',
    async () => {
      expect(await bash(commands(isOfWebhooks))).toContain('"state":"ACTIVE"');
      expect(read('secret.txt')).toMatch(/^whsec_[\w+/]{43}=$/);
      const events = await received(process.execPath, fileOf('receive.mjs'), 3, refusesForgeries);
      expect(events.map(({ position, type }) => [position, type])).toEqual([
        [1, 'TaskCreated'],
        [2, 'TaskCreated'],
        [3, 'TaskCompleted'],
      ]);
      const shown = JSON.parse(examples.find(({ language }) => language === 'json')!.text);
      expect(Object.keys(events[0]!)).toEqual(Object.keys(shown.data.events[0]));
    },
  ],
  [
    'python3',
    'a receiver in Python goes on where the one in Node has ended, and takes nothing twice',
    async () => {
      const events = await received('python3', fileOf('receive.py'), 1, async () => {
        await refusesForgeries();
        const { ids } = JSON.parse(read('received.json')) as { ids: string[] };
        expect(ids).toHaveLength(1);
        await write(3, 'Lock the door');
      });
      expect(events.map(({ position, type }) => [position, type])).toEqual([[4, 'TaskCreated']]);
      expect((JSON.parse(read('received.json')) as { ids: string[] }).ids).toHaveLength(2);
    },
  ],
  [
    'curl',
    'a token is made by curl, and writes with nothing but an id',
    async () => {
      const stdout = await bash(commands(isOfTokens));
      expect(read('access-token.txt')).toMatch(/^cairn_[\w-]{43}/);
      const taken = (resent: boolean) => `{"data":{"createTask":{"status":"APPLIED","code":null,"resent":${resent}}}}`;
      expect(stdout.trim().replace('}{', '}\n{').split('\n')).toEqual([taken(false), taken(true)]);
    },
  ],
];

/** Where everything has to be there, a program that is missing fails its example. */
const has = (program: string) => Boolean(process.env.CI) || spawnSync(program, ['--version']).status === 0;

for (const [program, what, check] of runs) if (has(program)) test(`[P1] ${what}`, check);

test('[P1] no example of the page is left out', () => {
  const here = [
    'sh',
    'sh',
    'sh',
    'sh',
    'follow.mjs',
    'follow.py',
    'sh',
    'json',
    'receive.mjs',
    'receive.py',
    'sh',
    'sh',
  ];
  const inBrowser = ['page.html'];
  expect(examples.map(({ language, file }) => file ?? language)).toEqual([...here, ...inBrowser]);
});

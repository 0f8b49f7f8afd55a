import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { TcpProxy } from '../../sim/src/ring/tcp-proxy.ts';
import { TestServer } from '../../sim/src/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'cairn-cli-'));
const [home, elsewhere] = [join(folder, 'home'), join(folder, 'elsewhere')];
let server: TestServer;
let road: TcpProxy;

beforeAll(async () => {
  server = await TestServer.start();
  road = await new TcpProxy(Number(new URL(server.url).port)).listen();
});
afterAll(async () => {
  await road?.end();
  await server?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(args: readonly string[], at = home) {
  const env = {
    ...process.env,
    NODE_OPTIONS: '',
    CAIRN_HOME: at,
    CAIRN_PASSWORD: 'a long way from anywhere',
    CAIRN_SERVER: `http://127.0.0.1:${road.port}`,
  };
  return spawn(process.execPath, [resolve('cli/bin/cairn.mjs'), ...args], { env });
}

/** The real program, as a person calls it. */
function cairn(args: readonly string[], at?: string): Promise<Ended> {
  const child = start(args, at);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk: Buffer) => (stderr += String(chunk)));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

test('says how it is used, and what is wrong with how it was', async () => {
  expect((await cairn(['help'])).stdout).toContain('cairn add TITLE');
  expect(await cairn(['dance'])).toMatchObject({ code: 2, stdout: '' });
  expect((await cairn(['list'])).stderr).toContain('Nobody is signed in here');
});

test('signs in, adds, lists and completes; a second device sees it', async () => {
  expect(await cairn(['sign-in', 'cli@example.org', '--new'])).toMatchObject({ code: 0, stderr: '' });
  expect(statSync(join(home, 'session.json')).mode & 0o077).toBe(0);
  const added = await cairn(['add', 'Water', 'the', 'plants', '--due', '2026-12-01', '--tag', 'home']);
  expect(added).toMatchObject({ code: 0 });
  expect(added.stdout).toContain('Water the plants  due 2026-12-01  #home  (on the server)');
  expect((await cairn(['add', 'Later', '--list', 'Nowhere'])).stderr).toContain('There is no list “Nowhere”');

  expect((await cairn(['sign-in', 'cli@example.org'], elsewhere)).stdout).toContain('1 open tasks');
  const found = JSON.parse((await cairn(['list', '--json'], elsewhere)).stdout) as { title: string }[];
  expect(found.map(({ title }) => title)).toEqual(['Water the plants']);
  expect((await cairn(['done', 'water'], elsewhere)).stdout).toContain('Completed Water the plants  (on the server)');
  expect((await cairn(['list'])).stdout).toBe('Nothing is open.\n');
});

test('[O1] without a road it adds and lists all the same, and sends once it is back, also what another process left', async () => {
  road.close();
  const added = await cairn(['add', 'Call the bank']);
  expect(added).toMatchObject({ code: 0 });
  expect(added.stdout).toContain('saved here, and sent later');
  expect((await cairn(['list'])).stdout).toContain('Call the bank');
  const behind = await cairn(['sync', '--wait', '1']);
  expect(behind.code).toBe(1);
  expect(behind.stdout).toContain('1 change wait');
  expect((await cairn(['sign-out'])).stderr).toContain('1 change would be lost');

  road.open();
  expect(await cairn(['sync'])).toMatchObject({ code: 0, stdout: 'Everything is on the server.\n' });
  expect((await cairn(['list'], elsewhere)).stdout).toContain('Call the bank');
});

test('[O2] two at once take turns, and neither is lost', async () => {
  const ends = await Promise.all([cairn(['add', 'First of two']), cairn(['add', 'Second of two'])]);
  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  const { stdout } = await cairn(['list']);
  expect(stdout).toContain('First of two');
  expect(stdout).toContain('Second of two');
});

test('watches what others do, beside other commands', async () => {
  const watching = start(['watch', '--json']);
  let seen = '';
  watching.stdout.on('data', (chunk: Buffer) => (seen += String(chunk)));
  await new Promise<void>((begun) =>
    watching.stderr.on('data', (chunk: Buffer) => /Watching/.test(String(chunk)) && begun()),
  );
  await cairn(['add', 'Seen from afar'], elsewhere);
  await cairn(['done', 'first of two']);
  for (let tries = 0; tries < 100 && !/First of two/.test(seen); tries += 1)
    await new Promise((r) => setTimeout(r, 50));
  watching.kill('SIGTERM');
  const code = await new Promise((ended) => watching.on('close', ended));
  expect(code).toBe(0);
  const told = seen
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { title: string; completedAt: string | null });
  expect(told.map(({ title, completedAt }) => [title, completedAt !== null])).toEqual([
    ['Seen from afar', false],
    ['First of two', true],
  ]);
});

test('[S10] signing out leaves nothing of the account on the disk', async () => {
  expect((await cairn(['sign-out'])).stdout).toContain('nothing of cli@example.org is here');
  expect(existsSync(join(home, 'session.json'))).toBe(false);
  const left = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const { parentPath, name } of left)
    expect(readFileSync(join(parentPath, name), 'utf8')).not.toMatch(/bank|example/);
  expect((await cairn(['list'])).stderr).toContain('Nobody is signed in here');
});

import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { readExamples, type Example } from './src/examples.ts';
import { TestServer } from './src/test-server.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'cairn-examples-'));
let examples: Example[];
let server: TestServer;

beforeAll(async () => {
  examples = await readExamples('docs/api.md');
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  server = await TestServer.start();
});
afterAll(async () => {
  await server?.close();
  rmSync(folder, { recursive: true });
});

async function command(program: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, NODE_OPTIONS: '', CAIRN: server.url };
  const { stdout } = await run(program, args, { cwd: folder, env, timeout: 60_000 });
  return stdout;
}

function fileOf(language: string): string {
  const { file, text } = examples.find((example) => example.language === language && example.file)!;
  writeFileSync(join(folder, file!), text);
  return file!;
}

const runs: readonly (readonly [program: string, what: string, check: () => Promise<void>])[] = [
  [
    'curl',
    'curl signs in, writes, sends again and reads',
    async () => {
      const script = examples.filter(({ language }) => language === 'sh').map(({ text }) => text);
      const stdout = await command('bash', ['-euo', 'pipefail', '-c', script.join('\n')]);
      expect(readFileSync(join(folder, 'token.txt'), 'utf8')).toMatch(/^\S{100,}\n?$/);
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
      const file = fileOf('js');
      const first = await command(process.execPath, [file]);
      expect(JSON.parse(first)).toMatchObject({ __typename: 'Task', title: 'Water the plants', version: 1 });
      // Another one, while nobody listens: what was told is not told again.
      const sent = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${readFileSync(join(folder, 'token.txt'), 'utf8').trim()}`,
        },
        body: readFileSync(join(folder, 'event.json'), 'utf8')
          .replaceAll('-00000000000', '-00000000001')
          .replace('"sequence": 1', '"sequence": 2')
          .replace('Water the plants', 'Feed the cat'),
      });
      expect(await sent.text()).toContain('APPLIED');
      expect(JSON.parse(await command(process.execPath, [file]))).toMatchObject({ title: 'Feed the cat', version: 1 });
    },
  ],
  [
    'python3',
    'Python follows an event stream, and completes what it is told of',
    async () => {
      const [receipt, change] = (await command('python3', [fileOf('python')])).trim().split('\n');
      expect(receipt).toBe("{'status': 'APPLIED', 'code': None, 'version': 2}");
      expect(change).toMatch(/'version': 2, 'title': 'Water the plants', 'completedAt': '2/);
    },
  ],
];

/** Where everything has to be there, a program that is missing fails its example. */
const has = (program: string) => Boolean(process.env.CI) || spawnSync(program, ['--version']).status === 0;

for (const [program, what, check] of runs) if (has(program)) test(`[P1] ${what}`, check);

test('[P1] no example of the page is left out', () => {
  const here = ['sh', 'sh', 'sh', 'sh', 'follow.mjs', 'follow.py'];
  const inBrowser = ['page.html'];
  expect(examples.map(({ language, file }) => file ?? language)).toEqual([...here, ...inBrowser]);
});

import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PASSWORD } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { readExamples } from '../src/examples.ts';
import { Program } from '../src/program.ts';
import { TestServer } from '../src/test-server.ts';

// The page of docs/api.md as it is written, from an origin of its own.

let site: Server;
let origin: string;
let server: TestServer;
let device: BrowserDevice;

beforeAll(async () => {
  const { text } = (await readExamples('docs/api.md')).find(({ language }) => language === 'html')!;
  site = createServer((_request, response) => response.setHeader('content-type', 'text/html').end(text));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  server = await TestServer.start({ allowedOrigins: [origin] });
  device = await BrowserDevice.create();
});
afterAll(async () => {
  await device?.destroy();
  await server?.close();
  site?.close();
});

test('[P1] [TOK2] a page elsewhere follows the open tasks with a token that may do no more', async () => {
  const person = await Program.signUp(server.url, 'board@example.org', PASSWORD);
  const token = async (scopes: readonly string[]) =>
    (
      await person.ask<{ createAccessToken: { secret: string } }>(
        'mutation ($input: CreateAccessTokenInput!) { createAccessToken(input: $input) { secret } }',
        { input: { name: 'Board', scopes } },
      )
    ).createAccessToken.secret;
  const add = (taskId: string, title: string) =>
    person.ask('mutation ($input: CreateTaskInput!) { createTask(input: $input) { status } }', {
      input: { event: { id: randomUUID() }, taskId, title, order: 'a0' },
    });
  const plants = randomUUID();
  await add(plants, 'Water the plants');

  const { page } = device;
  await page.goto(
    `${origin}/page.html#${new URLSearchParams({ cairn: server.url, token: await token(['subscribe']) })}`,
  );
  await page.getByRole('listitem').filter({ hasText: 'Water the plants' }).waitFor();
  await add(randomUUID(), 'Feed the cat');
  await page.getByRole('listitem').filter({ hasText: 'Feed the cat' }).waitFor();
  await person.ask('mutation ($input: CompleteTaskInput!) { completeTask(input: $input) { status } }', {
    input: { event: { id: randomUUID() }, taskId: plants },
  });
  await page.getByText('Water the plants').waitFor({ state: 'detached' });
  expect(await page.getByRole('listitem').allTextContents()).toEqual(['Feed the cat']);
});

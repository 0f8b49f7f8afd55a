import { AppPage, PASSWORD } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';
import { FaultProxy } from '../src/fault-proxy.ts';
import { Program } from '../src/program.ts';

// Real Chromium, two profiles as two devices, the real server in its own process, a proxy between them.

let server: BrowserServer;
let proxy: FaultProxy;
let url: string;
let email: string;
let count = 0;
const devices: BrowserDevice[] = [];

beforeAll(async () => {
  server = await browserServer();
  proxy = new FaultProxy(server.url);
  url = await proxy.listen();
});

afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.destroy()));
});

afterAll(async () => {
  await proxy?.close();
  await server?.stop();
});

/** A new account with a first device, which is ready to go offline. */
async function firstDevice(): Promise<{ device: BrowserDevice; app: AppPage }> {
  count += 1;
  email = `person-${count}-${process.pid}@example.org`;
  const device = await BrowserDevice.create();
  devices.push(device);
  const app = new AppPage(device.page, url);
  await app.signUp(email);
  await app.installed();
  return { device, app };
}

async function anotherDevice(): Promise<{ device: BrowserDevice; app: AppPage }> {
  const device = await BrowserDevice.create();
  devices.push(device);
  const app = new AppPage(device.page, url);
  await app.signIn(email);
  await app.installed();
  return { device, app };
}

const program = () => Program.signIn(server.url, email, PASSWORD);

test('[O1] [C1] [does sync] offline on A: create, edit, complete; a reload keeps everything; online, B shows it without a reload', async () => {
  const a = await firstDevice();
  const b = await anotherDevice();
  await a.device.offline(true);
  await a.app.add('Buy stones');
  await a.app.add('Pile them up');
  await a.app.edit('Buy stones', { title: 'Buy flat stones', description: 'seven of them' });
  await a.app.complete('Pile them up');
  await a.app.pending(5);

  await a.app.page.reload();
  await a.app.row('Buy flat stones').waitFor();
  await a.app.pending(5);
  expect(await a.app.row('Pile them up').count()).toBe(0);
  await a.app.says(/Saved here · 5 waiting · offline since \d\d:\d\d/);

  await a.device.offline(false);
  await b.app.row('Buy flat stones').waitFor();
  await a.app.synced();
  const tasks = await (await program()).tasks();
  expect(tasks.map(({ title, description, completedAt }) => [title, description, completedAt !== null]).sort()).toEqual(
    [
      ['Buy flat stones', 'seven of them', false],
      ['Pile them up', '', true],
    ],
  );
});

test('[W2] [C1] [does looks] a cold start offline, at a deep link, shows the task', async () => {
  const a = await firstDevice();
  await a.app.add('Found at its address');
  await a.app.synced();
  await a.app.row('Found at its address').getByRole('link').click();
  const address = new URL(a.app.page.url()).pathname;
  await a.device.close();
  await a.device.open();
  await a.device.offline(true);
  const app = new AppPage(a.device.page, url);
  await app.goto(address);
  const title = app.page.getByRole('complementary', { name: 'Task details' }).getByRole('textbox', { name: 'Title' });
  await title.waitFor();
  expect(await title.inputValue()).toBe('Found at its address');
});

test('[M2] both offline, different fields of one task: both are kept on both', async () => {
  const a = await firstDevice();
  await a.app.add('Shared');
  await a.app.synced();
  const b = await anotherDevice();
  await b.app.row('Shared').waitFor();
  await a.device.offline(true);
  await b.device.offline(true);
  await a.app.edit('Shared', { title: 'Shared, renamed on A' });
  await b.app.edit('Shared', { priority: 'High' });

  await a.device.offline(false);
  await a.app.synced();
  await b.device.offline(false);
  await b.app.synced();
  for (const { app } of [a, b]) {
    await app.row('Shared, renamed on A').waitFor();
    await app.row('Shared, renamed on A').getByText('High priority').waitFor({ state: 'attached' });
  }
  const [task] = await (await program()).tasks();
  expect(task).toMatchObject({ title: 'Shared, renamed on A', priority: 3 });
});

test('[O1] [A2] the reply is cut after the server committed: one event, one task', async () => {
  const a = await firstDevice();
  const before = await (await program()).head();
  const delivered = proxy.delivered.get('replayEvents') ?? 0;
  // Twice: Chromium sends a POST once more by itself when its connection is reset.
  proxy.inject({ fault: 'lose-reply', operation: 'replayEvents', times: 2 });
  await a.app.add('Only once');
  await a.app.synced();
  expect(proxy.happened.get('lose-reply')).toBe(2);
  expect(proxy.delivered.get('replayEvents')! - delivered).toBeGreaterThanOrEqual(3);
  const server = await program();
  expect(await server.head()).toBe(before + 1);
  expect((await server.tasks()).filter(({ title }) => title === 'Only once')).toHaveLength(1);
  expect(await a.app.row('Only once').count()).toBe(1);
});

test('[O1] killed with -9 right after "saved": the change is there on restart and reaches the server once', async () => {
  const a = await firstDevice();
  await a.app.synced();
  // A device that was signed in before today: Chromium writes a new session's cookie only after half a minute.
  await a.device.close();
  await a.device.open();
  let app = new AppPage(a.device.page, url);
  await app.goto();
  await app.synced();
  await a.device.offline(true);
  await app.add('Survives the kill');
  await a.device.kill();

  await a.device.open();
  app = new AppPage(a.device.page, url);
  await app.goto();
  await app.row('Survives the kill').waitFor();
  await app.synced();
  const server = await program();
  expect(await server.head()).toBe(1);
  expect((await server.tasks()).map(({ title }) => title)).toEqual(['Survives the kill']);
});

test('[O2] two tabs of one profile, both writing offline: each shows the other, all arrives in order, once', async () => {
  const a = await firstDevice();
  const second = new AppPage(await a.device.context.newPage(), url);
  await second.goto();
  await second.quickAdd().waitFor();
  await a.device.offline(true);
  const titles = ['one', 'two', 'three', 'four', 'five', 'six'].map((word) => `Stone ${word}`);
  for (const [index, title] of titles.entries()) await (index % 2 === 0 ? a.app : second).add(title);
  for (const app of [a.app, second]) {
    for (const title of titles) await app.row(title).waitFor();
    await app.pending(6);
  }
  await a.device.offline(false);
  await a.app.synced();
  await second.synced();
  const server = await program();
  expect(await server.head()).toBe(6);
  expect((await server.tasks()).map(({ title }) => title)).toEqual(titles);
});

test('[O2] the leading tab closes with changes waiting: the other one sends them', async () => {
  const a = await firstDevice();
  const second = new AppPage(await a.device.context.newPage(), url);
  await second.goto();
  await second.quickAdd().waitFor();
  await a.device.offline(true);
  await a.app.add('Left behind');
  await second.row('Left behind').waitFor();
  await a.app.page.close();
  await a.device.offline(false);
  await second.synced();
  expect((await (await program()).tasks()).map(({ title }) => title)).toEqual(['Left behind']);
});

test('[O3] the server is gone for a while: changes wait, say so, and arrive when it is back', async () => {
  const a = await firstDevice();
  proxy.down();
  await a.app.add('While it was away');
  await a.app.page.locator('[data-testid=sync-status][data-road="unreachable"]').first().waitFor({ state: 'attached' });
  await a.app.says(/Saved here · 1 waiting · no answer from the server since/);
  proxy.up();
  await a.app.synced(40_000);
});

import { databasesOf } from '@cairn/client';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { AppPage, PASSWORD } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';
import { FaultProxy } from '../src/fault-proxy.ts';
import { Program } from '../src/program.ts';

// What a device stores, when its storage fails: real Chromium, the real server in its own process.

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
  proxy.up();
  await Promise.all(devices.splice(0).map((device) => device.destroy()));
});

afterAll(async () => {
  await proxy?.close();
  await server?.stop();
});

async function firstDevice(prepare?: (page: Page) => Promise<unknown>) {
  count += 1;
  email = `stored-${count}-${process.pid}@example.org`;
  const device = await BrowserDevice.create();
  devices.push(device);
  await prepare?.(device.page);
  const app = new AppPage(device.page, url);
  await app.signUp(email);
  return { device, app };
}

/** The device after its browser was closed: the app in a new one, on the same profile. */
async function reopened(device: BrowserDevice, change: () => Promise<unknown> = async () => {}) {
  await device.close();
  await change();
  await device.open();
  const app = new AppPage(device.page, url);
  await app.goto();
  return app;
}

const program = () => Program.signIn(server.url, email, PASSWORD);
const banner = (app: AppPage) => app.page.getByTestId('storage-banner');
const known = (page: Page) =>
  page.evaluate(() => JSON.parse(localStorage.getItem('cairn.identity')!) as { accountId: string; deviceId: string });
const databases = async (page: Page) =>
  (await page.evaluate(() => indexedDB.databases()))
    .map(({ name }) => name!)
    .filter((name) => name.startsWith('cairn-'));

/** What was typed and could not be saved. */
async function refused(app: AppPage, title: string): Promise<void> {
  const before = await app.saved();
  await app.quickAdd().fill(title);
  await app.quickAdd().press('Enter');
  await banner(app).waitFor();
  expect(await app.saved()).toBe(before);
  await app.page.waitForFunction(
    (text) => [...document.querySelectorAll('input')].some(({ value }) => value === text),
    title,
  );
  expect(await app.row(title).count()).toBe(0);
}

/** All files of the profile that a page of ours can write to. */
async function* siteFiles(device: BrowserDevice): AsyncGenerator<string> {
  const folder = join(device.profile, 'Default');
  for (const part of ['IndexedDB', 'Local Storage', 'Session Storage', 'Service Worker', 'File System', 'WebStorage']) {
    const found = await readdir(join(folder, part), { recursive: true, withFileTypes: true }).catch(() => []);
    for (const file of found) if (file.isFile()) yield join(file.parentPath, file.name);
  }
}

test('[SAFE5] of what a person wrote nothing is on the disk in clear: not sent, waiting, half typed, nor who they are', async () => {
  const { device, app } = await firstDevice();
  const canaries = ['Canary-on-the-server', 'Canary-that-waits', 'Canary-half-typed'];
  await app.add(canaries[0]!);
  await app.synced();
  await app.goto('/settings');
  await app.page
    .getByText(/^This device/)
    .first()
    .waitFor();
  const deviceName = await app.page.evaluate(() => {
    const items = [...document.querySelectorAll('li')];
    return items.find(({ textContent }) => textContent.includes('This device'))!.querySelector('.font-medium')!
      .textContent;
  });
  await app.goto('/activity');
  await app.page.getByText(canaries[0]!).first().waitFor();
  await app.goto();
  await device.offline(true);
  await app.add(canaries[1]!);
  await app.quickAdd().fill(canaries[2]!);
  await app.kept();
  const identity = await known(app.page);
  const again = await reopened(device);
  await again.row(canaries[1]!).waitFor();
  expect(await again.quickAdd().inputValue()).toBe(canaries[2]);
  await device.close();
  const found: string[] = [];
  let hasSeenId = false;
  for await (const file of siteFiles(device)) {
    const bytes = await readFile(file);
    hasSeenId ||= bytes.includes(identity.accountId);
    for (const text of [...canaries, email, deviceName]) {
      if (bytes.includes(text) || bytes.includes(Buffer.from(text, 'utf16le'))) found.push(`${text} in ${file}`);
    }
  }
  // Or it would have looked in the wrong place.
  expect(hasSeenId).toBe(true);
  expect(found).toEqual([]);
});

test('[fault F2] [S13] killed before the outbox transaction was complete: not there, and never said to be saved', async () => {
  const { device, app } = await firstDevice();
  await app.add('Whole');
  await app.synced();
  await app.page.evaluate(() => {
    const add = Reflect.get(IDBObjectStore.prototype, 'add') as IDBObjectStore['add'];
    IDBObjectStore.prototype.add = function (this: IDBObjectStore, ...args) {
      const added = add.apply(this, args);
      // As long as it asks for more, the transaction does not end.
      const goOn = () => {
        document.documentElement.dataset.hangs = 'true';
        this.count().onsuccess = goOn;
      };
      added.addEventListener('success', goOn);
      return added;
    };
  });
  const saved = await app.saved();
  await app.quickAdd().fill('Half');
  await app.quickAdd().press('Enter');
  await app.page.locator('html[data-hangs]').waitFor();
  await app.page.waitForTimeout(500);
  expect(await app.saved()).toBe(saved);
  await device.kill();
  await device.open();
  const again = new AppPage(device.page, url);
  await again.signIn(email);
  await again.row('Whole').waitFor();
  await again.synced();
  expect(await again.row('Half').count()).toBe(0);
  expect((await (await program()).tasks()).map(({ title }) => title)).toEqual(['Whole']);
});

test('[fault F48] [C5] [S3] [does storage] the device is full: the cache goes first, a change is refused visibly, what waits stays', async () => {
  const { device, app } = await firstDevice();
  await app.add('On the server');
  await app.synced();
  await app.installed();
  await device.offline(true);
  await app.add('Waits');
  const { cache } = databasesOf((await known(app.page)).accountId);
  expect(await databases(app.page)).toContain(cache);
  // In a new browser, and before its first write: Chromium goes on for half a minute by the room that it has seen.
  await device.close();
  await device.open();
  await device.offline(true);
  const devtools = await device.context.newCDPSession(device.page);
  const origin = new URL(url).origin;
  await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
  const full = new AppPage(device.page, url);
  await full.goto();
  await full.row('Waits').waitFor();
  await refused(full, 'No room');
  expect(await banner(full).textContent()).toMatch(/no room left.*What waits to be sent is kept/);
  expect(await databases(full.page)).not.toContain(cache);
  await full.pending(1);
  await devtools.send('Storage.overrideQuotaForOrigin', { origin });
  await full.add('Room again');
  await device.offline(false);
  await full.page.waitForFunction(() => document.querySelector('[data-testid=sync-status][data-pending="0"]'));
  const titles = (await (await program()).tasks()).map(({ title }) => title);
  expect(titles.sort()).toEqual(['On the server', 'Room again', 'Waits']);
  // The cache begins anew with the next start.
  const again = await reopened(device);
  await again.row('On the server').waitFor();
  expect(await banner(again).count()).toBe(0);
});

/** Puts the outbox back to what the first release would have left: version 1, one entry in clear, its cache beside it. */
async function makeOld(page: Page, names: ReturnType<typeof databasesOf>, taskId: string): Promise<void> {
  await page.evaluate(
    async ({ names, taskId }) => {
      const done = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error as Error);
        });
      for (const name of [names.outbox, names.cache, names.key]) await done(indexedDB.deleteDatabase(name));
      localStorage.removeItem(names.marker);
      const opening = indexedDB.open(names.outbox, 1);
      opening.onupgradeneeded = () => {
        const clock = `${new Date().toISOString()}-0000`;
        const event = { id: taskId.replace(/^.{8}/, '01900000'), parentVersion: 0, sequence: 7, occurredAt: clock };
        opening.result
          .createObjectStore('entries', { keyPath: 'sequence' })
          .put({ sequence: 7, mutation: 'createTask', input: { event, taskId, title: 'From before', order: 'a0' } });
        opening.result.createObjectStore('meta').put({ sequence: 7, clock }, 'counter');
      };
      const database = await done(opening);
      // An older tab: it lets go when it is asked to, unless it is frozen.
      const state = globalThis as { isFrozen?: boolean; older?: IDBDatabase };
      state.isFrozen = true;
      state.older = database;
      database.onversionchange = () => state.isFrozen || database.close();
    },
    { names, taskId },
  );
}

test('[fault F49] [E4] [L1] a tab of the release before holds the storage: told within seconds, and nothing of it is lost', async () => {
  const { device, app } = await firstDevice();
  await app.synced();
  await app.installed();
  const { accountId } = await known(app.page);
  // A page of this origin that is not the app, which the service worker gives for all others.
  const older = await device.context.newPage();
  await older.goto(`${url}/graphql`);
  await app.page.close();
  await makeOld(older, databasesOf(accountId), crypto.randomUUID());
  const newer = new AppPage(await device.context.newPage(), url);
  await newer.goto();
  await banner(newer).waitFor();
  expect(await banner(newer).textContent()).toMatch(/older version.*Close it, then reload.*this tab alone/);
  await newer.add('Meanwhile');
  await newer.page.waitForFunction(() => document.querySelector('[data-testid=sync-status][data-pending="0"]'));
  // It thaws, and lets go as that release does.
  await older.evaluate(() => (globalThis as { older?: IDBDatabase }).older!.close());
  await newer.page.reload();
  await newer.row('From before').waitFor();
  await newer.synced();
  expect(await banner(newer).count()).toBe(0);
  const titles = (await (await program()).tasks()).map(({ title }) => title);
  expect(titles.sort()).toEqual(['From before', 'Meanwhile']);
});

test('[fault F49] [E4] a newer tab takes the storage over at once; the older one says so, and saves nothing beside it', async () => {
  const { device, app } = await firstDevice();
  await app.add('Written before');
  await app.synced();
  const { accountId } = await known(app.page);
  const other = await device.context.newPage();
  await other.goto(`${url}/graphql`);
  const version = await other.evaluate(
    (name) =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open(name, 99);
        opening.onblocked = () => reject(new Error('blocked'));
        opening.onsuccess = () => {
          resolve(opening.result.version);
          opening.result.close();
        };
      }),
    databasesOf(accountId).outbox,
  );
  expect(version).toBe(99);
  await refused(app, 'Too late');
  expect(await banner(app).textContent()).toMatch(/newer version of Cairn is open in another tab/);
});

test('[fault F50] [C5] handles that were closed are opened again; while storage fails it is red, and nothing is lost silently', async () => {
  const { device, app } = await firstDevice(async (page) => {
    await page.addInitScript(() => {
      const state = globalThis as { handles?: IDBDatabase[]; isBroken?: boolean };
      state.handles = [];
      const transaction = Reflect.get(IDBDatabase.prototype, 'transaction') as IDBDatabase['transaction'];
      IDBDatabase.prototype.transaction = function (this: IDBDatabase, ...args) {
        state.handles!.push(this);
        if (state.isBroken) throw new DOMException('Internal error opening backing store', 'UnknownError');
        return transaction.apply(this, args);
      };
    });
  });
  await app.add('First');
  await app.synced();
  const close = () =>
    app.page.evaluate(() => (globalThis as { handles?: IDBDatabase[] }).handles!.forEach((handle) => handle.close()));
  await close();
  await app.add('Second');
  await app.synced();
  expect(await banner(app).count()).toBe(0);
  // The cache has it as well: its handle was opened again, too.
  await app.page.waitForTimeout(1_500);
  await app.installed();
  await device.offline(true);
  await app.page.reload();
  await app.row('Second').waitFor();
  const broken = (isBroken: boolean) =>
    app.page.evaluate((value) => void ((globalThis as { isBroken?: boolean }).isBroken = value), isBroken);
  await broken(true);
  await refused(app, 'Third');
  expect(await banner(app).textContent()).toMatch(/may not be saved/);
  await broken(false);
  await app.add('Third');
  await banner(app).waitFor({ state: 'detached' });
  await app.row('Third').waitFor();
});

test('[fault F51] [S8] the files are gone: that local data was lost is said, with what was unsent, and the rest comes back', async () => {
  const { device, app } = await firstDevice();
  await app.add('On the server');
  await app.synced();
  const again = await reopened(device);
  await again.synced();
  // Not by the browser: what it still lets through as it closes is not up to the test.
  proxy.down();
  await again.add('Only here');
  await again.add('Only here, too');
  const { deviceId } = await known(again.page);
  const without = await reopened(device, async () => {
    await rm(join(device.profile, 'Default', 'IndexedDB'), { recursive: true, force: true });
    proxy.up();
  });
  await banner(without).waitFor();
  expect(await banner(without).textContent()).toMatch(/gone, and with it 2 changes that had not reached the server/);
  await without.row('On the server').waitFor();
  expect(await without.row('Only here').count()).toBe(0);
  // The sequences go on where they were.
  await without.add('Afterwards');
  await without.synced();
  expect((await known(without.page)).deviceId).toBe(deviceId);
  expect((await (await program()).tasks()).map(({ title }) => title).sort()).toEqual(['Afterwards', 'On the server']);
});

test('[fault F51] [S8] the files are damaged: it opens, says what was lost, and loads the rest anew', async () => {
  const { device, app } = await firstDevice();
  await app.add('On the server');
  await app.synced();
  const again = await reopened(device);
  await again.synced();
  proxy.down();
  await again.add('Only here');
  const damaged = await reopened(device, async () => {
    for await (const file of siteFiles(device)) {
      if (!file.includes('IndexedDB') || !/\.(log|ldb)$|MANIFEST|CURRENT/.test(file)) continue;
      await writeFile(
        file,
        (await readFile(file)).map((byte, index) => (index % 7 === 0 ? byte ^ 0x5a : byte)),
      );
    }
    proxy.up();
  });
  await banner(damaged).waitFor();
  expect(await banner(damaged).textContent()).toMatch(/gone, and with it 1 change|cannot be read|this tab alone/);
  await damaged.row('On the server').waitFor();
  await damaged.add('Afterwards');
  await damaged.page.waitForFunction(() => document.querySelector('[data-testid=sync-status][data-pending="0"]'));
  expect((await (await program()).tasks()).map(({ title }) => title).sort()).toEqual(['Afterwards', 'On the server']);
});

test('[fault F52] [S13] [does storage] a browser that keeps nothing: said at once, and everything works as long as there is a network', async () => {
  const { app } = await firstDevice((page) =>
    page.addInitScript(() => {
      const forbid = () => {
        throw new DOMException('The operation is insecure', 'SecurityError');
      };
      IDBFactory.prototype.open = forbid;
      for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(globalThis, name, { get: forbid });
    }),
  );
  await banner(app).waitFor();
  expect(await banner(app).textContent()).toMatch(/keep nothing here.*this tab alone/);
  await app.add('Straight to the server');
  await app.page.waitForFunction(() => document.querySelector('[data-testid=sync-status][data-pending="0"]'));
  expect((await (await program()).tasks()).map(({ title }) => title)).toEqual(['Straight to the server']);
  await app.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await app.page.getByText('Nothing: this browser does not let Cairn keep anything').waitFor();
});

test('[fault F53] [S3] [SAFE4] site data cleared with a change waiting: the server has all it had, a sign-in is a new device', async () => {
  const { device, app } = await firstDevice();
  await app.add('On the server');
  await app.synced();
  const before = await known(app.page);
  await device.offline(true);
  await app.add('Waits');
  const devtools = await device.context.newCDPSession(app.page);
  await devtools.send('Storage.clearDataForOrigin', { origin: new URL(url).origin, storageTypes: 'all' });
  await device.context.clearCookies();
  // The open tab leaves the account, and puts nothing of it back on the disk.
  await app.page.getByRole('heading', { name: 'Sign in to Cairn' }).waitFor();
  await app.page.waitForTimeout(1_500);
  expect(await databases(app.page)).toEqual([]);
  await device.offline(false);
  const again = new AppPage(app.page, url);
  await again.signIn(email);
  await again.row('On the server').waitFor();
  await again.synced();
  const after = await known(again.page);
  expect(after.accountId).toBe(before.accountId);
  expect(after.deviceId).not.toBe(before.deviceId);
  expect(await again.row('Waits').count()).toBe(0);
  expect((await (await program()).tasks()).map(({ title }) => title)).toEqual(['On the server']);
});

test('[fault F51] [L1] a tab whose storage was deleted does not lead those that begin anew', async () => {
  const { device, app } = await firstDevice();
  await app.add('On the server');
  await app.synced();
  const devtools = await device.context.newCDPSession(app.page);
  const origin = new URL(url).origin;
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  const fresh = new AppPage(await device.context.newPage(), url);
  await fresh.goto();
  await fresh.row('On the server').waitFor();
  await fresh.add('Written anew');
  await fresh.synced();
  await fresh.page.reload();
  await fresh.row('Written anew').waitFor();
  await fresh.synced();
});

test('[fault F51] [SAFE4] [S13] the databases are deleted under the open app: said, nothing is saved beside them, what is here is sent', async () => {
  const { device, app } = await firstDevice();
  await app.add('On the server');
  await app.synced();
  await device.offline(true);
  await app.add('Waits');
  const devtools = await device.context.newCDPSession(app.page);
  const origin = new URL(url).origin;
  await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' });
  await refused(app, 'Later');
  expect(await banner(app).textContent()).toMatch(/deleted while it was open/);
  expect(await databases(app.page)).toEqual([]);
  await app.row('Waits').waitFor();
  await device.offline(false);
  await app.page.waitForFunction(() => document.querySelector('[data-testid=sync-status][data-pending="0"]'));
  expect((await (await program()).tasks()).map(({ title }) => title).sort()).toEqual(['On the server', 'Waits']);
  await app.page.reload();
  await app.row('Waits').waitFor();
  await app.add('Works again');
});

test('[fault F52] [S13] [does storage] a private window: all of it works, and it is said what becomes of it', async () => {
  const privately = await BrowserDevice.privately();
  try {
    email = `private-${process.pid}@example.org`;
    const app = new AppPage(await privately.newPage(), url);
    await app.signUp(email);
    await app.add('In private');
    await app.page.reload();
    await app.row('In private').waitFor();
    await app.synced();
    await app.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
    await app.page.getByText('In a private window everything goes when the window closes').waitFor();
  } finally {
    await privately.browser()?.close();
  }
});

import { ownerQuery } from '@cairn/prisma/testing';
import type { Page } from 'playwright-core';
import { AppPage, PASSWORD } from '../src/app-page.ts';
import { violations } from '../src/axe.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { FaultProxy } from '../src/fault-proxy.ts';
import { filesHolding } from '../src/profile-scan.ts';
import { Program } from '../src/program.ts';
import { TestServer } from '../src/test-server.ts';

/** Words that nobody else writes. */
const CANARY = {
  email: 'qxwvzkemail',
  task: 'Qxwvzktask',
  unsent: 'Qxwvzkunsent',
  note: 'Qxwvzknote',
  text: 'Qxwvzktext',
  list: 'Qxwvzklist',
  device: 'Qxwvzkdevice',
  draft: 'Qxwvzkdraft',
  tag: 'qxwvzktag',
} as const;
const CANARIES = Object.values(CANARY);

let server: TestServer;
let device: BrowserDevice;
let app: AppPage;
let count = 0;
let email: string;

beforeAll(async () => {
  server = await TestServer.start({ webDir: 'web/out' });
});
afterAll(() => server?.close());
beforeEach(async () => {
  device = await BrowserDevice.create();
  app = new AppPage(device.page, server.url);
  email = `${CANARY.email}${(count += 1)}@example.org`;
});
afterEach(() => device?.destroy());

/** Says whether a text was ever in the page, from its first node on. */
async function watchFor(page: Page, text: string): Promise<() => Promise<boolean>> {
  await page.addInitScript((wanted) => {
    const seen = { was: false };
    Object.assign(window, { canarySeen: seen });
    const look = () => {
      if (document.documentElement?.textContent?.includes(wanted) || document.title.includes(wanted)) seen.was = true;
      for (const field of document.querySelectorAll('input, textarea')) {
        if ((field as HTMLInputElement).value.includes(wanted)) seen.was = true;
      }
    };
    new MutationObserver(look).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  }, text);
  return () => page.evaluate(() => (window as unknown as { canarySeen: { was: boolean } }).canarySeen.was);
}

/** An account with something of everything, on the server. */
async function liveHere(): Promise<void> {
  await app.signUp(email);
  await app.installed();
  const { page } = app;
  await app.add(CANARY.task);
  const details = await app.open(CANARY.task);
  await app.saves(async () => {
    await details.getByLabel('Tags').fill(CANARY.tag);
    await page.keyboard.press('Enter');
  });
  await details.getByRole('link', { name: CANARY.tag }).click();
  await page.getByRole('heading', { level: 1, name: CANARY.tag }).waitFor();
  await page.getByRole('button', { name: 'Add a list' }).click();
  await app.saves(async () => {
    await page.getByRole('textbox', { name: 'Name of the new list' }).fill(CANARY.list);
    await page.keyboard.press('Enter');
  });
  await app.visit('Notes');
  await app.newNote(CANARY.note, CANARY.text);
  await app.synced();
  await app.goto('/settings');
  await page.getByRole('button', { name: /^Rename / }).click();
  await page.getByRole('textbox', { name: 'Device name' }).fill(CANARY.device);
  await page.keyboard.press('Enter');
  await page.getByText(CANARY.device, { exact: true }).waitFor();
  await app.goto('/inbox');
  await app.quickAdd().fill(CANARY.draft);
  await app.synced();
}

/** An account with one task, on the server. */
async function beHere(): Promise<void> {
  await app.signUp(email);
  await app.installed();
  await app.add(CANARY.task);
  await app.synced();
}

/** Through the settings; resolves when the page to sign in is there. */
async function signOut(): Promise<void> {
  await app.goto('/settings');
  await app.page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  await app.page
    .getByRole('dialog')
    .getByRole('button', { name: /^Sign out/ })
    .click();
  await app.page.getByRole('heading', { level: 1, name: 'Sign in to Cairn' }).waitFor();
}

/** The databases of accounts on this device. */
function databases(page: Page): Promise<string[]> {
  return page.evaluate(async () =>
    (await indexedDB.databases()).map(({ name }) => name!).filter((name) => /^cairn-(?!leaving$)/.test(name)),
  );
}

/** Until no database of an account is left. */
async function emptied(page: Page): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await databases(page)).length === 0) return;
    await page.waitForTimeout(50);
  }
  expect(await databases(page)).toEqual([]);
}

async function reopened(): Promise<void> {
  await device.open();
  app = new AppPage(device.page, server.url);
}

test('[fault F56] [SAFE4] [S10] [does devices] signed out, nothing of the account is left on the disk', async () => {
  await liveHere();
  // What a page keeps in clear is found in the profile, or the search below would prove nothing.
  await app.page.evaluate(async () => {
    localStorage.setItem('control', 'Qxwvzklocal');
    await new Promise((resolve) => {
      const opening = indexedDB.open('control');
      opening.onupgradeneeded = () => opening.result.createObjectStore('control').put('Qxwvzkindexed', 'control');
      opening.onsuccess = resolve;
    });
  });
  await signOut();
  await emptied(app.page);
  await device.close();
  expect(await filesHolding(device.profile, ['Qxwvzklocal'])).not.toEqual([]);
  expect(await filesHolding(device.profile, ['Qxwvzkindexed'])).not.toEqual([]);
  expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
});

test('[fault F56] [SAFE4] [does devices] signing out offline says what is unsent, leaves nothing, and ends the session later', async () => {
  await liveHere();
  const program = await Program.signIn(server.url, email, PASSWORD);
  await device.offline(true);
  await app.quickAdd().fill('');
  await app.add(CANARY.unsent);
  await app.goto('/settings');
  await app.page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
  const dialog = app.page.getByRole('dialog');
  await dialog.getByText('1 change on this device is not on the server yet').waitFor();
  await dialog.getByRole('button', { name: 'Sign out and discard 1 change' }).click();
  await app.page.getByRole('heading', { level: 1, name: 'Sign in to Cairn' }).waitFor();
  await emptied(app.page);
  await device.close();
  expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
  const devices = async () => (await program.ask<{ devices: unknown[] }>('{ devices { id } }')).devices.length;
  expect(await devices()).toBe(2);
  await reopened();
  await app.goto('/inbox');
  await app.page.getByRole('heading', { level: 1, name: 'Sign in to Cairn' }).waitFor();
  for (let attempt = 0; attempt < 50 && (await devices()) > 1; attempt += 1) await app.page.waitForTimeout(100);
  expect(await devices()).toBe(1);
});

test('[fault F56] [SAFE4] signed out in one of two tabs, the other leaves at once and writes nothing more', async () => {
  await beHere();
  const other = new AppPage(await device.context.newPage(), server.url);
  await other.goto();
  await other.row(CANARY.task).waitFor();
  await signOut();
  await other.page.getByRole('heading', { level: 1, name: 'Sign in to Cairn' }).waitFor({ timeout: 3_000 });
  expect(await other.page.locator('body').innerText()).not.toContain('Qxwvzk');
  await emptied(app.page);
  await device.close();
  expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
});

test.each(['before anything is deleted', 'when only the key is'])(
  '[fault F56] [SAFE4] killed while signing out, %s: the next start finishes it before it shows anything',
  async (when) => {
    await beHere();
    await app.page.goto(`${server.url}/settings`);
    await app.page.evaluate((isKeyDeleted) => {
      const { deleteDatabase } = IDBFactory.prototype;
      IDBFactory.prototype.deleteDatabase = function (name) {
        if (isKeyDeleted && name.startsWith('cairn-key-')) return deleteDatabase.call(this, name);
        return {} as IDBOpenDBRequest;
      };
    }, when === 'when only the key is');
    await app.page.getByRole('button', { name: 'Sign out', exact: true }).first().click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: /^Sign out/ })
      .click();
    await app.page.getByRole('heading', { level: 1, name: 'Sign in to Cairn' }).waitFor();
    await device.kill();
    await reopened();
    const wasSeen = await watchFor(app.page, 'Qxwvzk');
    await device.offline(true);
    await app.goto('/inbox');
    await app.page.getByRole('heading', { level: 1, name: 'Sign in to Cairn' }).waitFor();
    await emptied(app.page);
    expect(await wasSeen()).toBe(false);
    await device.close();
    expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
  },
);

test("[fault F57] [S10] [O5] signed in as somebody else, nothing of A's is shown or kept", async () => {
  await beHere();
  await signOut();
  const wasSeen = await watchFor(app.page, 'Qxwvzk');
  await app.signUp(`somebody-else-${count}@example.org`);
  await app.add('Mine');
  await app.synced();
  await app.goto('/notes');
  await app.page.getByRole('heading', { level: 1, name: 'Notes' }).waitFor();
  await app.goto();
  await app.row('Mine').waitFor();
  expect(await wasSeen()).toBe(false);
  await device.close();
  expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
});

test("[O5] [S10] what A has not sent waits, sealed, while B is signed in; it is sent when A comes back, by A's device", async () => {
  await beHere();
  const deviceId = await app.page.evaluate(
    () => JSON.parse(localStorage.getItem('cairn.identity')!).deviceId as string,
  );
  await device.offline(true);
  await app.add(CANARY.unsent);
  await device.context.clearCookies();
  await device.offline(false);
  await app.page.getByText('Your session on this device has ended.').waitFor();
  const bEmail = `other-${count}@example.org`;
  const other = await Program.signUp(server.url, bEmail, PASSWORD);
  const wasSeen = await watchFor(app.page, 'Qxwvzk');
  await enter('/sign-in', bEmail);
  await app.quickAdd().waitFor();
  await app.add('Of B');
  await app.synced();
  expect(await wasSeen()).toBe(false);
  expect(await app.page.locator('body').innerText()).not.toContain('Qxwvzk');
  expect((await other.tasks()).map(({ title }) => title)).toEqual(['Of B']);
  await app.goto('/settings');
  await app.page.getByTestId('aside').getByText('Another account has left 1 change on this device').waitFor();
  expect(await violations(app.page)).toEqual([]);
  await signOut();
  await app.page.getByTestId('aside').waitFor();
  await enter('/sign-in', email);
  await app.quickAdd().waitFor();
  await app.synced();
  await app.row(CANARY.unsent).waitFor();
  const again = await app.page.evaluate(() => JSON.parse(localStorage.getItem('cairn.identity')!).deviceId as string);
  expect(again).toBe(deviceId);
  const mine = await Program.signIn(server.url, email, PASSWORD);
  expect((await mine.tasks()).map(({ title }) => title)).toContain(CANARY.unsent);
});

async function enter(path: string, as: string): Promise<void> {
  await app.goto(path);
  await app.page.getByLabel('E-mail').fill(as);
  await app.page.getByLabel('Password').fill(PASSWORD);
  await app.page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Ends this device's session from elsewhere. */
async function revoke(): Promise<Program> {
  const program = await Program.signIn(server.url, email, PASSWORD);
  const { devices } = await program.ask<{ devices: { id: string; isCurrent: boolean }[] }>(
    '{ devices { id isCurrent } }',
  );
  const { id } = devices.find(({ isCurrent }) => !isCurrent)!;
  await program.ask('mutation ($id: ID!) { signOutDevice(id: $id) }', { id });
  return program;
}

test('[fault F33] [S12] [SAFE2] [does devices] a device that is signed out from elsewhere is told at once, and keeps nothing', async () => {
  await beHere();
  await revoke();
  await app.page.getByText('This device was signed out from another one.').waitFor({ timeout: 5_000 });
  expect(await app.page.locator('body').innerText()).not.toContain('Qxwvzk');
  await emptied(app.page);
  await device.close();
  expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
});

test('[fault F33] [O4] what it had not sent is all that is kept, until the person signs in, saves it or deletes it', async () => {
  await beHere();
  await device.offline(true);
  await app.add(CANARY.unsent);
  const program = await revoke();
  await device.offline(false);
  const { page } = app;
  await page.getByRole('heading', { level: 1, name: 'This device was signed out' }).waitFor();
  await page.getByText('but for 1 change that had not been sent yet').waitFor();
  expect(await page.locator('body').innerText()).not.toContain('Qxwvzk');
  expect(await violations(page)).toEqual([]);

  // After a restart without a network it says the same, and shows nothing else.
  await device.close();
  await reopened();
  const wasSeen = await watchFor(app.page, 'Qxwvzk');
  await device.offline(true);
  await app.goto('/inbox');
  await app.page.getByRole('heading', { level: 1, name: 'This device was signed out' }).waitFor();
  const saving = app.page.waitForEvent('download');
  await app.page.getByRole('button', { name: 'Save it to a file' }).click();
  const file = JSON.parse(String(await readDownload(await saving))) as { events: { input: { title: string } }[] };
  expect(file.events.map(({ input }) => input.title)).toEqual([CANARY.unsent]);
  expect(await wasSeen()).toBe(false);

  await device.offline(false);
  await app.page.getByLabel('E-mail').fill(email);
  await app.page.getByLabel('Password').fill(PASSWORD);
  await app.page.getByRole('button', { name: 'Sign in and send 1 change' }).click();
  await app.row(CANARY.unsent).waitFor();
  await app.synced();
  await app.row(CANARY.task).waitFor();
  expect((await program.tasks()).map(({ title }) => title)).toContain(CANARY.unsent);
});

async function readDownload(download: { createReadStream(): Promise<NodeJS.ReadableStream> }): Promise<string> {
  let text = '';
  for await (const chunk of await download.createReadStream()) text += String(chunk);
  return text;
}

test('[fault F33] [O4] deleted by the person, nothing of it is left', async () => {
  await beHere();
  await device.offline(true);
  await app.add(CANARY.unsent);
  await revoke();
  await device.offline(false);
  await app.page.getByRole('button', { name: 'Delete it' }).click();
  await app.page.getByRole('button', { name: 'Delete for good' }).click();
  await app.page.getByRole('heading', { level: 1, name: 'Sign in to Cairn' }).waitFor();
  await emptied(app.page);
  await device.close();
  expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
});

test('[fault F34] [S10] [S12] a device whose account is gone is wiped on contact', async () => {
  await beHere();
  const accountId = await app.page.evaluate(
    () => JSON.parse(localStorage.getItem('cairn.identity')!).accountId as string,
  );
  await device.offline(true);
  await app.add(CANARY.unsent);
  for (const [table, key] of [
    ['Credential', 'accountId'],
    ['Head', 'accountId'],
    ['Account', 'id'],
  ]) {
    await ownerQuery(server.database, `DELETE FROM "${table}" WHERE "${key}" = '${accountId}'`);
  }
  await device.offline(false);
  await app.page.getByText('This account does not exist any more.').waitFor({ timeout: 20_000 });
  await emptied(app.page);
  await device.close();
  expect(await filesHolding(device.profile, CANARIES)).toEqual([]);
});

test('[fault F31] [fault F32] [SAFE6] a cookie that has expired is renewed, also when the answer is lost: nobody is asked', async () => {
  const brief = await TestServer.start({ webDir: 'web/out', tokenLife: 2_000 });
  const proxy = new FaultProxy(brief.url);
  try {
    app = new AppPage(device.page, await proxy.listen());
    await app.signUp(email);
    await app.synced();
    await device.offline(true);
    await app.add(CANARY.unsent);
    await app.page.waitForTimeout(2_100);
    proxy.inject({ fault: 'lose-reply', operation: 'refreshSession', times: 3 });
    await device.offline(false);
    await app.synced();
    expect(proxy.happened.get('lose-reply')).toBe(3);
    expect(await app.page.getByText('Your session on this device has ended').count()).toBe(0);
    const program = await Program.signIn(brief.url, email, PASSWORD);
    expect((await program.tasks()).map(({ title }) => title)).toEqual([CANARY.unsent]);
  } finally {
    await proxy.close();
    await brief.close();
  }
});

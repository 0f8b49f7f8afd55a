import type { Page } from 'playwright-core';
import { AppPage } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';

// Keys, the palette and search, in real Chromium with the network cut.

let server: BrowserServer;
let device: BrowserDevice;
let app: AppPage;
let page: Page;

beforeAll(async () => {
  server = await browserServer();
  device = await BrowserDevice.create();
  app = new AppPage(device.page, server.url);
  page = app.page;
  await app.signUp('search@example.org');
  await app.installed();
  await app.add('Plant the garlic');
  await app.add('Buy bread');
  await app.visit('Notes');
  await app.newNote('Kitchen', 'The soufflé wants eggs and patience.');
  await app.synced();
  await device.offline(true);
});

afterAll(async () => {
  await device?.destroy();
  await server?.stop();
});

const field = () => page.getByRole('textbox', { name: 'Search tasks, notes and lists' });
const found = () => page.getByRole('list', { name: 'Found' }).getByRole('link');
const palette = () => page.getByRole('dialog', { name: 'Do or find anything' });

async function leaveText(): Promise<void> {
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
}

async function openPalette(): Promise<void> {
  await page.keyboard.press('Control+k');
  await palette().getByRole('combobox').waitFor();
}

async function search(text: string): Promise<void> {
  await leaveText();
  await page.keyboard.press('/');
  await field().fill(text);
}

test('[W4] [does search] as it is typed, in what a note says too, with the word marked; by keyboard to what was found', async () => {
  await search('');
  await page.keyboard.type('souffl');
  await found().filter({ hasText: 'Kitchen' }).waitFor();
  expect(await found().locator('mark').allTextContents()).toEqual(['soufflé']);
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe('/search');
  expect(await page.title()).toBe('Search · Cairn');
  await field().press('ArrowDown');
  await page.keyboard.press('Enter');
  await app.noteText().waitFor();
});

test('[W4] [does search] an edit is found at once, and the name of before is not; what is deleted only where it is asked for', async () => {
  await app.visit('Inbox');
  await app.edit('Buy bread', { title: 'Buy rye bread', description: 'from the mill' });
  await search('rye mill');
  await found().filter({ hasText: 'Buy rye bread' }).waitFor();
  await app.visit('Inbox');
  await app.row('Buy rye bread').getByRole('link').first().focus();
  await app.saves(() => page.keyboard.press('Delete'));
  await search('rye');
  await page.getByText('Nothing found').waitFor();
  await search('rye is:trashed');
  await found().filter({ hasText: 'Buy rye bread' }).waitFor();
  await leaveText();
  await app.saves(() => page.keyboard.press('Control+z'));
  await search('rye');
  await found().filter({ hasText: 'Buy rye bread' }).waitFor();
});

test('[W4] [does search] after a restart without a network it is all found, from what was stored', async () => {
  await page.waitForFunction(async () => {
    const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
    return names.some((name) => name.startsWith('cairn-derived-'));
  });
  await app.goto('/search');
  await field().fill('patience');
  await found().filter({ hasText: 'Kitchen' }).waitFor();
  await field().fill('garlc');
  await found().filter({ hasText: 'Plant the garlic' }).waitFor();
});

test('[W3] [does keyboard] the palette goes anywhere, does what is about the row it was opened from, finds and creates', async () => {
  await app.visit('Inbox');
  await app.row('Plant the garlic').getByRole('link').first().focus();
  await openPalette();
  await page.keyboard.type('high pri');
  await palette()
    .getByRole('option', { name: /High priority/, selected: true })
    .waitFor();
  await app.saves(() => page.keyboard.press('Enter'));
  await palette().waitFor({ state: 'detached' });
  await app.row('Plant the garlic').getByText('High priority').waitFor({ state: 'attached' });

  await openPalette();
  await page.keyboard.type('patience');
  await palette()
    .getByRole('option', { name: /Kitchen/ })
    .waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/notes\//);

  await leaveText();
  await openPalette();
  await page.keyboard.type('Water the herbs');
  await palette()
    .getByRole('option', { name: /Add the task/ })
    .waitFor();
  await app.saves(() =>
    palette()
      .getByRole('option', { name: /Add the task/ })
      .click(),
  );
  await app.visit('Inbox');
  await app.row('Water the herbs').waitFor();

  await openPalette();
  await palette()
    .getByRole('group', { name: 'Recent' })
    .getByRole('option', { name: /Kitchen/ })
    .waitFor();
  await page.keyboard.press('Escape');
  await palette().waitFor({ state: 'detached' });
});

test('[W3] [does keyboard] a note that comes up behind the palette takes nothing of what is typed there', async () => {
  await app.visit('Notes');
  await app.openNote('Kitchen');
  await leaveText();
  await page.goBack();
  await app.noteText().waitFor({ state: 'detached' });
  await openPalette();
  await page.keyboard.type('Wat');
  await page.goForward();
  await page.locator('[data-note-body] [contenteditable]').waitFor();
  await page.keyboard.type('er');
  expect(await palette().getByRole('combobox').inputValue()).toBe('Water');
  await page.keyboard.press('Escape');
  await palette().waitFor({ state: 'detached' });
  await app.visit('Inbox');
});

test('[W3] [does keyboard] the sheet of keys says what there is, and gives the focus back', async () => {
  await app.row('Plant the garlic').getByRole('link').first().focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await sheet.getByText('Search tasks and notes').waitFor();
  await page.keyboard.press('Escape');
  await sheet.waitFor({ state: 'detached' });
  await page.waitForFunction(() => document.activeElement?.matches('[data-task-link]'));
  await app.saves(() => page.keyboard.press('x'));
  await app.saves(() => page.keyboard.press('Control+z'));
});

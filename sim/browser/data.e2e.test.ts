import { readFile } from 'node:fs/promises';
import type { Download } from 'playwright-core';
import { AppPage, PASSWORD } from '../src/app-page.ts';
import { violations } from '../src/axe.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';
import { Program } from '../src/program.ts';

// What goes out and what comes in, mostly with the network cut.

const EMAIL = 'keeper@example.org';
const HEADER = 'TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE\n';

let server: BrowserServer;
let device: BrowserDevice;
let app: AppPage;

beforeAll(async () => {
  server = await browserServer();
  device = await BrowserDevice.create();
  app = new AppPage(device.page, server.url);
});

afterEach(async () => {
  await device.offline(false);
});

afterAll(async () => {
  await device?.destroy();
  await server?.stop();
});

/** A toast that still fades in or out has no colours yet that could be judged. */
const isAtRest = () => document.getAnimations().every(({ playState }) => playState !== 'running');

async function axeInBothThemes(what: string): Promise<void> {
  await app.page.locator('[data-sonner-toast]').first().waitFor({ state: 'detached', timeout: 20_000 });
  await app.page.waitForFunction(isAtRest);
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect([what, colorScheme, await violations(app.page)]).toEqual([what, colorScheme, []]);
  }
  await app.page.emulateMedia({ colorScheme: null, reducedMotion: 'reduce' });
}

const settings = async () => {
  await app.visit('Settings');
  return app.page.getByRole('region', { name: 'Your data' });
};

async function give(name: string, content: string | Buffer, mimeType = 'text/plain'): Promise<void> {
  await settings();
  await app.page.getByTestId('import-files').setInputFiles({ name, mimeType, buffer: Buffer.from(content) });
}

const sheet = () => app.page.getByRole('dialog');

async function saved(button: string): Promise<{ readonly download: Download; readonly text: string }> {
  await settings();
  const [download] = await Promise.all([
    app.page.waitForEvent('download', { timeout: 60_000 }),
    app.page.getByRole('button', { name: button }).click(),
  ]);
  return { download, text: await readFile(await download.path(), 'latin1') };
}

/** Everything of an account but its own id, as GraphQL has it. */
async function stateOf(email: string): Promise<unknown[]> {
  const program = await Program.signIn(server.url, email, PASSWORD);
  const { me, changes } = await program.ask<{ me: { id: string }; changes: { changes: { id: string }[] } }>(
    `{ me { id } changes(first: 500) { changes { __typename id version position writers conflicts deletedAt
      ... on Task { title description priority tags completedAt createdAt listId parentId due repeat }
      ... on Note { noteTitle: title body createdAt } ... on List { name color } } } }`,
  );
  return changes.changes.map((entity) => (entity.id === me.id ? { ...entity, id: 'account' } : entity));
}

test('[D5] before there is an account: what happens when the network goes, on two devices', async () => {
  const { page } = app;
  await app.goto('/sign-up');
  await page.getByRole('link', { name: 'See what happens without a network' }).click();
  const laptop = page.getByRole('region', { name: 'Your laptop' });
  const phone = page.getByRole('region', { name: 'Your phone' });
  await laptop.getByRole('switch').click();
  await laptop.getByRole('checkbox', { name: 'Complete Buy milk' }).click();
  await laptop.getByText('Saved here, 1 waiting, offline').waitFor();
  expect(await phone.getByRole('checkbox', { name: 'Complete Buy milk' }).isChecked()).toBe(false);
  const title = phone.getByRole('textbox', { name: 'Title of Buy milk' });
  await title.fill('Buy oat milk');
  await title.press('Enter');
  await axeInBothThemes('tour');
  await laptop.getByRole('switch').click();
  for (const seat of [laptop, phone]) {
    expect(await seat.getByRole('checkbox', { name: 'Complete Buy oat milk' }).isChecked()).toBe(true);
  }
  await page.getByText('One was merged').waitFor();
  await page.getByRole('link', { name: 'Begin a cairn' }).click();
  await page.getByRole('button', { name: 'Create account' }).waitFor();
});

test('[D5] [does data] an example is added, and one undo takes it away; without a network', async () => {
  await app.signUp(EMAIL);
  await app.installed();
  await settings();
  await device.offline(true);
  const saved = await app.saved();
  await app.page.getByRole('button', { name: 'Add the example' }).click();
  await app.savedAtLeast(saved + 1);
  await app.visit('A week on Skye');
  await app.row('Mend the tent').first().waitFor();
  await app.page.keyboard.press('Control+z');
  await app.page.getByText('Undid: added the example').waitFor();
  await app.visit('Inbox');
  await app.row('Try it').waitFor({ state: 'detached' });
});

test("[D3] [D4] [does data] Todoist's CSV: looked over first, added as one thing, and undone as one; without a network", async () => {
  await device.offline(true);
  await give(
    'Trip [2203306141].csv',
    `${HEADER}task,Book the ferry @phone,ask twice,1,1,,,2026-12-24,en,\ntask,Find the timetable,,4,2,,,,,\nsection,Packing,,,,,,,,\ntask,Socks,,4,1,,,every blue moon,en,\ntask,,,4,1,,,,,\n`,
    'text/csv',
  );
  await sheet().getByText('This adds 2 lists, 3 tasks.').waitFor();
  await sheet().getByText('a task without words').waitFor();
  await sheet().getByText('is not understood').waitFor();
  await axeInBothThemes('import');
  await app.saves(() => sheet().getByRole('button', { name: 'Add 2 lists, 3 tasks' }).click());
  await app.visit('Trip: Packing');
  await app.row('Socks').waitFor();
  await app.page.keyboard.press('Control+z');
  await app.page.getByText('Undid: imported 2 lists, 3 tasks').waitFor();
  await app.visit('Inbox');
  expect(await app.page.getByRole('link', { name: 'Trip: Packing' }).count()).toBe(0);
  await app.page.keyboard.press('Control+Shift+z');
  await app.visit('Trip: Packing');
  await app.row('Socks').waitFor();
});

test('[D3] [does data] a folder of Markdown becomes notes, checklists and tags as they are; bad files are named', async () => {
  await device.offline(true);
  await settings();
  await app.page.getByTestId('import-files').setInputFiles([
    {
      name: 'Plan.md',
      mimeType: 'text/markdown',
      buffer: Buffer.from('---\ntags: [trip]\n---\n# The plan\n\n- [ ] pack\n- [x] book\n'),
    },
    { name: 'photo.png', mimeType: 'image/png', buffer: Buffer.from([1, 2, 3]) },
  ]);
  await sheet().getByText('no Markdown').waitFor();
  await app.saves(() => sheet().getByRole('button', { name: 'Add 1 note' }).click());
  await app.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Notes' }).click();
  await app.openNote('The plan');
  expect((await app.noteLines()).join('\n')).toContain('pack');

  await give('broken.json', '{"format": "cairn-log"');
  await sheet().getByRole('alert').filter({ hasText: 'not whole' }).waitFor();
  await sheet().getByRole('button', { name: 'Close' }).last().click();
});

test('[D1] [D2] [does data] everything goes out without a network: Markdown, CSV, and the state of this device', async () => {
  await device.offline(true);
  const csv = await saved('Save file: Tasks, as CSV');
  expect(csv.text).toContain('section,Trip: Packing');
  expect(csv.text).toContain('Book the ferry @phone');
  const zip = await saved('Save file: Notes and lists, as Markdown');
  expect(zip.download.suggestedFilename()).toMatch(/\.zip$/);
  expect(zip.text).toContain('notes/The plan.md');
  const json = await saved('Save file: Everything, as JSON');
  const file = JSON.parse(json.text) as { source: string; events: { mutation: string }[] };
  expect(file.source).toBe('device');
  expect(file.events.filter(({ mutation }) => mutation === 'createTask').length).toBeGreaterThan(3);
  await app.page.getByText('Not in it: the history').waitFor();
});

test('[D1] [does data] the whole log goes out, and makes an empty account the same', async () => {
  await app.synced(60_000);
  const { download, text } = await saved('Save file: Everything, as JSON');
  expect(JSON.parse(text)).toMatchObject({ source: 'server', missing: [] });
  const buffer = await readFile(await download.path());

  await give(download.suggestedFilename(), buffer, 'application/json');
  await sheet().getByText('This account holds something already').waitFor();
  await sheet().getByRole('button', { name: 'Cancel' }).click();

  const other = await BrowserDevice.create();
  try {
    const there = new AppPage(other.page, server.url);
    await there.signUp('again@example.org');
    await there.visit('Settings');
    await there.page
      .getByTestId('import-files')
      .setInputFiles({ name: 'cairn.json', mimeType: 'application/json', buffer });
    await there.page.getByText('The whole history').waitFor();
    await there.page.getByRole('button', { name: 'Bring it in' }).click();
    await there.page.getByRole('link', { name: 'Trip: Packing' }).click({ timeout: 60_000 });
    await there.row('Socks').waitFor();
    expect(await stateOf('again@example.org')).toEqual(await stateOf(EMAIL));
  } finally {
    await other.destroy();
  }
});

test('[O9] [does data] five thousand tasks come in within seconds, and the page answers meanwhile', async () => {
  await device.offline(true);
  await give(
    'Many.csv',
    HEADER + Array.from({ length: 5_000 }, (_, n) => `task,Task ${n},,4,1,,,,,\n`).join(''),
    'text/csv',
  );
  const add = sheet().getByRole('button', { name: 'Add 1 list, 5,000 tasks' });
  await add.waitFor({ timeout: 60_000 });
  await app.page.evaluate(() => {
    const watch = { longest: 0, last: performance.now() };
    Object.assign(window, { watch });
    const look = () => {
      const now = performance.now();
      watch.longest = Math.max(watch.longest, now - watch.last);
      watch.last = now;
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  const began = performance.now();
  const before = await app.saved();
  await add.click();
  await app.page.waitForFunction((least) => Number(document.documentElement.dataset.saved ?? 0) > least, before, {
    timeout: 90_000,
  });
  const seconds = (performance.now() - began) / 1_000;
  const longest = await app.page.evaluate(() => (window as unknown as { watch: { longest: number } }).watch.longest);
  process.stdout.write(`5,000 tasks in ${seconds.toFixed(1)} s, longest frame ${longest.toFixed(0)} ms\n`);
  expect(seconds).toBeLessThan(60);
  expect(longest).toBeLessThan(seconds * 500);
  await app.page.keyboard.press('Control+z');
  await app.page.getByText('Undid: imported 1 list, 5,000 tasks').waitFor({ timeout: 90_000 });
});

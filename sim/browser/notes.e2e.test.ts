import { AppPage, PASSWORD } from '../src/app-page.ts';
import { violations } from '../src/axe.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';
import { Program } from '../src/program.ts';

// Real Chromium, two profiles as two devices, and the real server in its own process.

let server: BrowserServer;
let email: string;
let count = 0;
const devices: BrowserDevice[] = [];

beforeAll(async () => {
  server = await browserServer();
});

afterEach(async () => {
  await Promise.all(devices.splice(0).map((device) => device.destroy()));
});

afterAll(async () => {
  await server?.stop();
});

interface Seat {
  readonly device: BrowserDevice;
  readonly app: AppPage;
}

/** A device at the notes, ready to go offline. */
async function seat(enter: (app: AppPage) => Promise<void>): Promise<Seat> {
  const device = await BrowserDevice.create();
  devices.push(device);
  const app = new AppPage(device.page, server.url);
  await enter(app);
  await app.installed();
  await app.goto('/notes');
  return { device, app };
}

function firstDevice(): Promise<Seat> {
  count += 1;
  email = `writer-${count}-${process.pid}@example.org`;
  return seat((app) => app.signUp(email));
}

const anotherDevice = () => seat((app) => app.signIn(email));

/** The text of the account's notes as GraphQL has it. */
async function bodies(): Promise<string[]> {
  const program = await Program.signIn(server.url, email, PASSWORD);
  const { notes } = await program.ask<{ notes: { nodes: { body: string }[] } }>(
    '{ notes(first: 10) { nodes { body } } }',
  );
  return notes.nodes.map(({ body }) => body);
}

/** Until the open note shows all of these words. */
async function shows({ page }: AppPage, words: readonly string[]): Promise<void> {
  await page.waitForFunction((wanted) => {
    const text = document.querySelector('[data-note-body] .cm-content')?.textContent ?? '';
    return wanted.every((word) => text.includes(word));
  }, words);
}

test('[M9] [does notes] both offline in one note, in different places and in the same one: every word is kept on both', async () => {
  const a = await firstDevice();
  await a.app.newNote('Plan', 'The first line.\nThe last line.');
  await a.app.synced();
  const b = await anotherDevice();
  await b.app.openNote('Plan');
  await shows(b.app, ['The last line.']);

  for (const [{ device, app }, name] of [
    [a, 'Ann'],
    [b, 'Ben'],
  ] as const) {
    await device.offline(true);
    await app.noteText().press('Control+Home');
    await app.write(`${name} begins. `);
    await app.noteText().press('End');
    await app.write(` ${name} was in the middle.`);
    await app.noteText().press('Control+End');
    await app.write(` ${name} ends.`);
  }
  await a.device.offline(false);
  await b.device.offline(false);
  await a.app.synced();
  await b.app.synced();

  const words = ['Ann', 'Ben'].flatMap((name) => [`${name} begins. `, ` ${name} was in the middle.`, ` ${name} ends.`]);
  await shows(a.app, words);
  await shows(b.app, words);
  const lines = await a.app.noteLines();
  expect(await b.app.noteLines()).toEqual(lines);
  expect(lines.map((line) => /The (first|last) line\./.exec(line)?.[1])).toEqual(['first', 'last']);
  expect(await bodies()).toEqual([lines.join('\n')]);
});

test('[M9] what one types is seen on the other while both are in the note, and the cursor stays where it is', async () => {
  const a = await firstDevice();
  await a.app.newNote('Shared', 'Below.');
  await a.app.synced();
  const b = await anotherDevice();
  await b.app.openNote('Shared');
  await shows(b.app, ['Below.']);
  await b.app.noteText().press('Control+End');
  await a.app.noteText().press('Control+Home');
  await a.app.write('Above.\n');
  await a.app.noteText().blur();
  await shows(b.app, ['Above.']);
  await b.app.write(' Still here.');
  await shows(b.app, ['Below. Still here.']);
  await b.app.noteText().blur();
  await shows(a.app, ['Below. Still here.']);
});

test('[O1] [M9] killed with -9 once it is said to be saved, in the middle of typing: every word is there again', async () => {
  const a = await firstDevice();
  await a.app.synced();
  // Chromium writes a new session's cookie only after half a minute, or when it closes.
  await a.device.close();
  await a.device.open();
  let app = new AppPage(a.device.page, server.url);
  await app.goto('/notes');
  await app.synced();
  await a.device.offline(true);
  await app.newNote('Diary', 'One sentence.');
  await app.write(' And the beginning of another');
  await a.device.kill();

  await a.device.open();
  app = new AppPage(a.device.page, server.url);
  await app.goto('/notes');
  await app.openNote('Diary');
  await shows(app, ['One sentence. And the beginning of another']);
  await app.synced();
  expect(await bodies()).toEqual(['One sentence. And the beginning of another']);
});

test('[W2] [C1] [does notes] without a network after a reload: write, tick, link a task, and find the way back from it', async () => {
  const a = await firstDevice();
  await a.app.goto('/inbox');
  await a.app.add('Buy flat stones');
  await a.app.goto('/notes');
  await a.app.newNote('Wall', '- [ ] dig\n- [ ] fill\n\n');
  await a.app.synced();
  await a.device.offline(true);
  const { page } = a.app;
  await page.reload();
  await a.app.noteText().waitFor();

  const saved = await a.app.saved();
  await page.getByRole('checkbox', { name: 'dig' }).click();
  await a.app.savedAtLeast(saved + 1);
  await a.app.noteText().press('Control+End');
  await page.keyboard.type('See [[flat');
  await page.getByRole('option', { name: /Buy flat stones/ }).waitFor();
  // A list that has just come up takes no key: it may have come under the fingers of somebody who writes on.
  await page.waitForTimeout(150);
  await page.keyboard.press('Enter');
  await a.app.write('before the frost.');
  await a.app.noteText().blur();

  await page.reload();
  await page.getByRole('checkbox', { name: 'dig', checked: true }).waitFor();
  expect(await page.getByRole('checkbox', { name: 'fill' }).isChecked()).toBe(false);
  await shows(a.app, ['before the frost.']);
  await page.locator('[data-note-body]').getByRole('link', { name: 'Buy flat stones' }).click();
  const details = page.getByRole('complementary', { name: 'Task details' });
  await details.getByRole('link', { name: 'Wall' }).click();
  await shows(a.app, ['before the frost.']);

  await a.device.offline(false);
  await a.app.synced();
  const [body] = await bodies();
  expect(body).toMatch(
    /^- \[x\] dig\n- \[ \] fill\n\nSee \[Buy flat stones\]\(cairn:task\/[-0-9a-f]{36}\) before the frost\.$/,
  );
});

test('[M5] [does trash] [does notes] deleted here while another device was writing: the trash says so, and all of it comes back', async () => {
  const a = await firstDevice();
  await a.app.newNote('Draft', 'Kept.');
  await a.app.synced();
  const b = await anotherDevice();
  await b.app.openNote('Draft');
  await shows(b.app, ['Kept.']);
  await b.device.offline(true);
  await b.app.noteText().press('Control+End');
  await b.app.write(' Added elsewhere.');
  await a.app.page.getByRole('button', { name: 'Delete' }).click();
  await a.app.page.getByText('“Draft” is in the trash').waitFor();
  await a.app.synced();
  await b.device.offline(false);
  await b.app.synced();

  const { page } = a.app;
  await a.app.visit('Trash');
  await page.getByText(/^Edited on .* after it was deleted$/).waitFor();
  await page.getByRole('button', { name: 'Restore Draft' }).click();
  await page.getByRole('button', { name: 'Open' }).click();
  await shows(a.app, ['Kept. Added elsewhere.']);
});

test('[M9] a long paste, cut and undone: nothing of it is missing on the server', async () => {
  const a = await firstDevice();
  const long = Array.from({ length: 12_000 }, (_, n) => `stone ${n}`).join(' ');
  await a.app.newNote('Long', 'Before. ');
  await a.app.write(long);
  await a.app.synced();
  expect(await bodies()).toEqual([`Before. ${long}`]);
  await a.app.page.waitForTimeout(600);
  await a.app.noteText().press('Control+a');
  await a.app.noteText().press('Delete');
  await a.app.page.waitForTimeout(600);
  const saved = await a.app.saved();
  await a.app.noteText().press('Control+z');
  await a.app.savedAtLeast(saved + 2);
  await a.app.noteText().blur();
  await a.app.synced();
  expect(await bodies()).toEqual([`Before. ${long}`]);
});

test('[W1] axe finds nothing on the notes, in both themes, in the list and in the text', async () => {
  const a = await firstDevice();
  const { page } = a.app;
  await a.app.goto('/inbox');
  await a.app.add('To link to');
  await a.app.goto('/notes');
  await a.app.newNote(
    'Everything',
    '# Heading\n- [ ] open\n- [x] done\n- item\n\n> quote\n\n`code` **bold** https://example.org',
  );
  await page.getByRole('button', { name: 'Pin to the top' }).click();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect([colorScheme, await violations(page)]).toEqual([colorScheme, []]);
    await a.app.noteText().press('Control+End');
    await page.keyboard.type(' [[');
    await page.getByRole('listbox').waitFor();
    expect([colorScheme, await violations(page)]).toEqual([colorScheme, []]);
    await page.keyboard.press('Escape');
  }
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'All notes' }).click();
  await a.app.noteRow('Everything').waitFor();
  expect(await violations(page)).toEqual([]);
});

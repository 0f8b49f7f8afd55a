import type { BrowserContext, Page, Route } from 'playwright-core';
import { AppPage, PASSWORD } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';
import { watchMotion, wrongInAnyLook } from '../src/looks.ts';
import { Program } from '../src/program.ts';
import { REFUSED_RECEIPT } from '../src/refused-receipt.ts';

// Every screen and what can stand on it, with the network cut: axe in both themes, 320 px wide, zoomed to 200 %, and with
// reduced motion.

const EMAIL = 'screens@example.org';
const DESKTOP = { width: 1280, height: 800 };
const REFUSED = 'Refused by a strict server';

let server: BrowserServer;
let device: BrowserDevice;
let app: AppPage;
let page: Page;
/** A browser in which nobody is signed in. */
let stranger: BrowserContext;
const ids = new Map<string, string>();

beforeAll(async () => {
  server = await browserServer();
  device = await BrowserDevice.create();
  app = new AppPage(device.page, server.url);
  page = app.page;
  await watchMotion(page);
  await app.signUp(EMAIL);
  await app.installed();
  await app.saves(() => page.getByRole('button', { name: 'Look around with an example' }).click());
  await app.complete('Undo that with Ctrl+Z, or ⌘Z');
  await app.row('Look at the history').getByRole('link').focus();
  await app.saves(() => page.keyboard.press('Delete'));
  await app.synced();
  const program = await Program.signIn(server.url, EMAIL, PASSWORD);
  const { changes } = await program.ask<{ changes: { changes: { id: string; title?: string; name?: string }[] } }>(
    '{ changes(first: 100) { changes { id ... on Task { title } ... on Note { title } ... on List { name } } } }',
  );
  for (const { id, title, name } of changes.changes) ids.set(title ?? name ?? id, id);
  await conflict(program, 'Try it: switch off the network, and tick this');
  await refusal();
  await device.offline(true);
  await app.add('Written in the tunnel');

  stranger = await BrowserDevice.privately({ viewport: DESKTOP });
  const strange = new AppPage(await stranger.newPage(), server.url);
  await watchMotion(strange.page);
  await strange.goto('/sign-up');
  await strange.installed();
  await stranger.setOffline(true);
});

afterAll(async () => {
  await stranger?.browser()?.close();
  await device?.destroy();
  await server?.stop();
});

/** The same title is changed here and by another device. */
async function conflict(program: Program, title: string): Promise<void> {
  await device.offline(true);
  await app.edit(title, { title: `${title}, here` });
  await program.ask('mutation ($input: RetitleTaskInput!) { retitleTask(input: $input) { status } }', {
    input: {
      event: {
        id: '01900000-0000-7000-8000-000000000001',
        parentVersion: 1,
        sequence: 1,
        occurredAt: `${new Date().toISOString()}-0000`,
      },
      taskId: ids.get(title),
      title: `${title}, elsewhere`,
    },
  });
  await device.offline(false);
  await app.synced();
}

/** A change that the server does not take. */
async function refusal(): Promise<void> {
  const refuse = async (route: Route) => {
    const { operationName, variables } = route.request().postDataJSON() as {
      operationName?: string;
      variables: { events?: unknown[] };
    };
    if (operationName !== 'replayEvents') return route.continue();
    await route.fulfill({ json: { data: { replayEvents: variables.events!.map(() => REFUSED_RECEIPT) } } });
  };
  await device.context.route('**/graphql', refuse);
  await app.add(REFUSED);
  await page.getByText('The server refused 1 change').first().waitFor();
  await device.context.unroute('**/graphql', refuse);
}

/** A path, with titles in braces for their ids. */
const at = (path: string) => path.replace(/\{([^}]*)\}/g, (_whole, title: string) => ids.get(title) ?? title);
const details = () => app.details().getByRole('textbox', { name: 'Title' }).waitFor();
const firstRow = () => page.locator('[data-task] [data-task-link]').first();
const press = (...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

async function onRow(...keys: string[]): Promise<void> {
  await firstRow().focus();
  await press(...keys);
}

/** Keys are pressed from the first screen on, and obeyed when the file that reads them is there. */
async function switchTo(theme: 'light' | 'dark'): Promise<void> {
  await press('Shift+T');
  await page.locator(`html[data-theme=${theme}]`).waitFor({ state: 'attached' });
}

async function chooseAll(...keys: string[]): Promise<void> {
  await onRow('Control+a');
  await page.getByRole('toolbar', { name: 'Chosen tasks' }).waitFor();
  await press(...keys);
}

interface Place {
  readonly name: string;
  readonly path: string;
  /** From there to what is to be seen. Default: its heading is there. */
  readonly to?: () => Promise<unknown>;
}

const heading = () => page.getByRole('heading', { level: 1 }).first().waitFor();
const dialog = () => page.getByRole('dialog').first().waitFor();
const menu = () => page.getByRole('menu').first().waitFor();

const SCREENS = ['today', 'upcoming', 'anytime', 'someday', 'completed', 'trash', 'conflicts', 'activity', 'sync'];

const PLACES: readonly Place[] = [
  { name: 'inbox, with a conflict, a refusal and a change that waits', path: '/inbox', to: () => firstRow().waitFor() },
  ...SCREENS.map((name) => ({ name, path: `/${name}` })),
  { name: 'a list', path: '/lists/{A week on Skye}', to: () => firstRow().waitFor() },
  { name: 'an empty list', path: '/lists/{To read}' },
  { name: 'a tag', path: '/tags/phone', to: () => firstRow().waitFor() },
  { name: 'notes', path: '/notes', to: () => page.locator('[data-note]').first().waitFor() },
  { name: 'a note', path: '/notes/{Walking on Skye}', to: () => app.noteText().waitFor() },
  { name: 'settings', path: '/settings', to: () => page.locator('#calendar select').first().waitFor() },
  { name: 'nowhere', path: '/nowhere/at/all' },
  { name: 'the tour', path: '/tour', to: () => page.getByRole('region', { name: 'Your laptop' }).waitFor() },
  {
    name: 'a sign-in beside an account',
    path: '/sign-in',
    to: () => page.getByRole('button', { name: 'Sign in', exact: true }).waitFor(),
  },
  { name: 'a task', path: '/lists/{A week on Skye}/tasks/{Pack}', to: details },
  { name: 'a task with subtasks', path: '/lists/{A week on Skye}/tasks/{Mend the tent}', to: details },
  { name: 'a task that repeats', path: '/anytime/tasks/{Water the plants}', to: details },
  {
    name: 'a task in conflict',
    path: '/inbox/tasks/{Try it: switch off the network, and tick this}',
    to: details,
  },
  {
    name: 'a task in the trash',
    path: '/trash/tasks/{Look at the history of a task: open it, and press “History”}',
    to: details,
  },
  {
    name: 'a task that is not here',
    path: '/inbox/tasks/01900000-0000-7000-8000-00000000ffff',
    to: () => app.details().waitFor(),
  },
  {
    name: 'another wording for a conflict',
    path: '/conflicts',
    to: () =>
      heading()
        .then(() => press('e'))
        .then(() => page.getByRole('textbox', { name: 'Another title' }).waitFor()),
  },
  {
    name: 'search',
    path: '/search',
    to: async () => {
      await page.getByRole('textbox', { name: 'Search tasks, notes and lists' }).fill('skye');
      await page.getByRole('list', { name: 'Found' }).getByRole('link').first().waitFor();
    },
  },
  { name: 'search for nothing', path: '/search' },
  {
    name: 'the palette',
    path: '/inbox',
    to: async () => {
      await onRow('Control+k');
      await page.getByRole('combobox').fill('pack');
      await page.getByRole('group', { name: 'Found' }).getByRole('option').first().waitFor();
    },
  },
  { name: 'the sheet of keys', path: '/inbox', to: () => onRow('?').then(dialog) },
  {
    name: 'one line, with what is recognised in it',
    path: '/today',
    to: async () => {
      await heading();
      await press('q');
      await page.getByRole('dialog', { name: 'Add a task' }).getByRole('textbox', { name: 'Add a task' }).waitFor();
      await page.keyboard.type('Sign the lease tomorrow 9am #flat !1 @ho');
      await page.getByRole('list', { name: 'Recognised' }).getByRole('button').nth(2).waitFor();
    },
  },
  { name: 'the menu of a row', path: '/inbox', to: () => onRow('m').then(menu) },
  {
    name: 'the menu of a list',
    path: '/lists/{A week on Skye}',
    to: () =>
      firstRow()
        .waitFor()
        .then(() => press('Shift+M'))
        .then(menu),
  },
  {
    name: 'a title that is written',
    path: '/inbox',
    to: () => onRow('F2').then(() => page.locator('main input[aria-label="Title"]').waitFor()),
  },
  { name: 'several tasks chosen', path: '/inbox', to: () => chooseAll() },
  { name: 'a date for several', path: '/inbox', to: () => chooseAll('d').then(menu) },
  { name: 'a tag for several', path: '/inbox', to: () => chooseAll('t').then(dialog) },
  { name: 'signing out, with something unsent', path: '/inbox', to: () => onRow('Shift+Q').then(dialog) },
  {
    name: 'a list that is being added',
    path: '/inbox',
    to: () => onRow('Shift+L').then(() => page.getByRole('textbox', { name: 'Name of the new list' }).waitFor()),
  },
  {
    name: 'what may be linked, while a note is written',
    path: '/notes/{Walking on Skye}',
    to: async () => {
      await app.noteText().press('Control+End');
      await page.keyboard.type(' [[Pa');
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'a refused change, edited',
    path: '/sync',
    to: async () => {
      await page.getByRole('region', { name: 'Refused (1)' }).getByRole('button', { name: 'Edit' }).click();
      await dialog();
    },
  },
  {
    name: 'a file that is to be taken in',
    path: '/settings',
    to: async () => {
      const buffer = Buffer.from('# The plan\n\n- [ ] pack\n');
      await page.getByTestId('import-files').setInputFiles({ name: 'Plan.md', mimeType: 'text/markdown', buffer });
      await page.getByRole('button', { name: 'Add 1 note' }).waitFor();
    },
  },
  {
    name: 'what was done, and the way back',
    path: '/inbox',
    to: () => onRow('x').then(() => page.locator('[data-sonner-toast]').first().waitFor()),
  },
];

test.each(PLACES)(
  '[W1] [does looks] [does access] whoever looks and however: $name',
  async ({ path, to = heading }) => {
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await page.setViewportSize(DESKTOP);
    await app.goto(at(path));
    await to();
    expect(await wrongInAnyLook(page)).toEqual([]);
  },
);

test('[W1] [does looks] [does access] whoever looks and however: the menu of a phone', async () => {
  await page.setViewportSize({ width: 320, height: 640 });
  await app.goto('/inbox');
  await page.getByRole('button', { name: 'Open the menu' }).click();
  await dialog();
  expect(await wrongInAnyLook(page)).toEqual([]);
});

test.each(['/sign-in', '/sign-up', '/tour'])(
  '[W1] [does looks] [does access] whoever looks and however: %s, by somebody new',
  async (path) => {
    const [strange] = stranger.pages();
    await strange!.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await strange!.setViewportSize(DESKTOP);
    await strange!.goto(`${server.url}${path}`);
    await strange!.getByRole('heading').first().waitFor();
    expect(await wrongInAnyLook(strange!)).toEqual([]);
  },
);

test('[W1] [does looks] another theme is there at once: nothing is written in the ink of the one before', async () => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await page.setViewportSize(DESKTOP);
  await app.goto('/anytime');
  await firstRow().focus();
  /** Colours of all that is written, in the frame after the change. */
  const inks = () =>
    page.evaluate(async () => {
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      const text = document.querySelectorAll('main span, main h1, main h2, nav a, nav span');
      return [...text].map((element) => getComputedStyle(element).color);
    });
  await switchTo('dark');
  await switchTo('light');
  const light = await inks();
  await press('Shift+T');
  const dark = await inks();
  await page.waitForTimeout(1_000);
  expect(await inks()).toEqual(dark);
  expect(dark).not.toEqual(light);
  await press('Shift+T');
  expect(await inks()).toEqual(light);
});

test('[W1] [does looks] what the browser draws around the page is of the theme that was chosen, also after a start', async () => {
  /** For a light system, and for a dark one. */
  const around = () =>
    page
      .locator('meta[name=theme-color]')
      .evaluateAll((metas) => metas.map((meta) => (meta as HTMLMetaElement).content));
  await page.emulateMedia({ colorScheme: 'light' });
  await page.evaluate(() => localStorage.removeItem('cairn.theme'));
  await app.goto('/anytime');
  await firstRow().focus();
  const [light, dark] = await around();
  expect(light).not.toBe(dark);
  await switchTo('dark');
  expect(await around()).toEqual([dark, dark]);
  await app.goto('/today');
  expect(await around()).toEqual([dark, dark]);
  await firstRow().focus();
  await switchTo('light');
  expect(await around()).toEqual([light, light]);
});

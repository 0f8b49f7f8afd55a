import { AppPage } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';

let server: BrowserServer;
let device: BrowserDevice;
let app: AppPage;

beforeAll(async () => {
  server = await browserServer();
  device = await BrowserDevice.create();
  app = new AppPage(device.page, server.url);
  await app.signUp('views@example.org');
  await app.installed();
  await app.page.getByRole('button', { name: 'Add a list' }).click();
  await app.page.getByRole('textbox', { name: 'Name of the new list' }).fill('House move');
  await app.saves(() => app.page.keyboard.press('Enter'));
  await app.page.getByRole('heading', { level: 1, name: 'House move' }).waitFor();
  await app.synced();
  // From here on there is no network.
  await device.offline(true);
});

afterAll(async () => {
  await device?.destroy();
  await server?.stop();
});

const overlay = () => app.page.getByRole('dialog', { name: 'Add a task' });
const line = () => overlay().getByRole('textbox', { name: 'Add a task' });
const chips = () => overlay().getByRole('list', { name: 'Recognised' }).getByRole('button');
const bar = () => app.page.getByRole('toolbar', { name: 'Chosen tasks' });

/** Opens the line by its key, types, and waits until what is typed means as much. */
async function type(text: string, meanings: number): Promise<void> {
  await app.page.keyboard.press('q');
  await line().waitFor();
  await app.page.keyboard.type(text);
  if (meanings > 0)
    await chips()
      .nth(meanings - 1)
      .waitFor();
  expect(await chips().count()).toBe(meanings);
}

async function capture(text: string, meanings: number): Promise<void> {
  await type(text, meanings);
  await app.saves(() => app.page.keyboard.press('Enter'));
  await overlay().waitFor({ state: 'detached' });
}

/** The titles on a screen, in their order, with its headings between them. */
async function outline(): Promise<string[]> {
  const lines = await app.page.locator('main li').allInnerTexts();
  return lines.map((text) => text.split('\n')[0]!.trim());
}

/** Goes there, and waits until it shows these. */
async function shows(screen: string, expected: readonly string[]): Promise<void> {
  await app.visit(screen);
  await showsHere(expected);
}

async function showsHere(expected: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 100 && (await outline()).join() !== expected.join(); attempt += 1) {
    await app.page.waitForTimeout(50);
  }
  expect(await outline()).toEqual(expected);
}

async function count(screen: string): Promise<string> {
  const link = app.page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: screen });
  return (await link.innerText()).replaceAll(/\D/g, '');
}

test('[V1] [does capture] one line from anywhere, with date, tag, list, priority and repeat; what is recognised is shown and can be refused', async () => {
  await app.visit('Notes');
  await capture('Sign the lease tomorrow 9am #flat @house move !1', 4);
  await app.page.getByText('Added “Sign the lease” to House move').waitFor();
  expect(new URL(app.page.url()).pathname).toBe('/notes');

  await app.visit('Activity');
  await capture('Water the plants every 3 days', 1);
  await capture('Learn the piano someday', 1);
  await capture('Buy boxes', 0);

  await type('Read Friday', 1);
  await app.page.keyboard.press('Backspace');
  await chips().waitFor({ state: 'detached' });
  await app.saves(() => app.page.keyboard.press('Enter'));
});

test('[V1] [does capture] closing the line keeps what was typed, also over a reload', async () => {
  await type('Half a thought @hou', 0);
  await app.page.keyboard.press('Tab');
  await chips().first().waitFor();
  await app.page.keyboard.press('Escape');
  await overlay().waitFor({ state: 'detached' });
  await app.kept();
  await app.page.reload();
  await app.page.getByRole('heading', { level: 1 }).waitFor();
  await app.page.keyboard.press('q');
  await line().waitFor();
  expect(await line().inputValue()).toBe('Half a thought @House move ');
  await app.saves(() => app.page.keyboard.press('Enter'));

  await app.visit('House move');
  await app.row('Sign the lease').getByText('Tomorrow 09:00').waitFor();
  await app.row('Sign the lease').getByText('#flat').waitFor();
});

test('[V2] [does views] every view shows its tasks without a network', async () => {
  await capture('Call the bank today', 2);
  await app.visit('Inbox');
  await app.add('Renew the passport');
  const details = await app.open('Renew the passport');
  await app.saves(async () => {
    await details.getByLabel('Due', { exact: true }).fill('2020-02-20');
    await details.getByLabel('Due', { exact: true }).blur();
  });
  await app.page.keyboard.press('Escape');

  await shows('Today', ['Overdue', 'Renew the passport', 'Today', 'Water the plants', 'Call the bank']);
  expect(await count('Today')).toBe('3');
  await app.visit('Upcoming');
  const [tomorrow, first, ...later] = await outline();
  expect([tomorrow, first]).toEqual(['Tomorrow', 'Sign the lease']);
  // The other days of the week, with nothing on them.
  expect(later).toHaveLength(6);
  await shows('Someday', ['Inbox', 'Learn the piano']);
  await shows('Anytime', [
    'Inbox',
    'Water the plants',
    'Buy boxes',
    'Read Friday',
    'Renew the passport',
    'House move',
    'Sign the lease',
    'Half a thought',
    'Call the bank',
  ]);
});

const INBOX = ['Water the plants', 'Learn the piano', 'Buy boxes', 'Read Friday', 'Renew the passport'];

test('[V3] [does tasks] several at once: choose by pointer and by key, one bar, and one undo takes all of it back', async () => {
  await app.visit('Inbox');
  const { keyboard } = app.page;
  const link = (title: string) => app.row(title).getByRole('link');
  await link('Buy boxes').click({ modifiers: ['Control'] });
  await link('Renew the passport').click({ modifiers: ['Shift'] });
  await bar().getByText('3 chosen').waitFor();
  await link('Read Friday').click({ modifiers: ['Control'] });
  await bar().getByText('2 chosen').waitFor();
  await keyboard.press('Escape');
  await bar().waitFor({ state: 'detached' });

  await link('Buy boxes').focus();
  await keyboard.press('Shift+ArrowDown');
  await keyboard.press('Shift+ArrowDown');
  await bar().getByText('3 chosen').waitFor();
  await app.saves(() => keyboard.press('x'));
  await showsHere(['Water the plants', 'Learn the piano']);
  await bar().waitFor({ state: 'detached' });
  await app.saves(() => keyboard.press('Control+z'));
  await showsHere(INBOX);

  await link('Buy boxes').focus();
  await keyboard.press('Control+a');
  await bar().getByText('5 chosen').waitFor();
  await keyboard.press('l');
  await app.saves(() => app.page.getByRole('menuitem', { name: 'House move' }).click());
  await showsHere([]);
  await app.saves(() => app.page.getByRole('button', { name: 'Undo' }).first().click());
  await showsHere(INBOX);
});

test('[V4] [does tasks] [does views] a task dropped on Someday or on Today goes there', async () => {
  await app.visit('Inbox');
  const side = app.page.getByRole('navigation', { name: 'Main' });
  await app.saves(() => app.row('Buy boxes').dragTo(side.getByRole('link', { name: 'Someday' })));
  await app.saves(() => app.row('Read Friday').dragTo(side.getByRole('link', { name: 'Today' })));
  await shows('Someday', ['Inbox', 'Learn the piano', 'Buy boxes']);
  await app.visit('Today');
  await app.row('Read Friday').waitFor();
  expect(await count('Today')).toBe('4');
});

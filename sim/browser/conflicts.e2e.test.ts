import type { AppPage } from '../src/app-page.ts';
import { violations } from '../src/axe.ts';
import { TwoDevices } from '../src/two-devices.ts';

// What two devices change without knowing of each other, and how it is settled.

let two: TwoDevices;

beforeAll(async () => {
  two = await TwoDevices.start();
});

beforeEach(() => two.home());

afterAll(() => two?.stop());

/** The title of the one task whose title begins so, as the server has it. */
async function titleOnServer(start: string): Promise<string | undefined> {
  const tasks = await (await two.program()).tasks();
  return tasks.map(({ title }) => title).find((title) => title.startsWith(start));
}

test('[M6] [does conflicts] one title changed on two devices waits on both; a key settles it on both, undo brings it back on both', async () => {
  await two.shared('Milk');
  await two.apart(
    (app) => app.edit('Milk', { title: 'Milk from oats' }),
    (app) => app.edit('Milk', { title: 'Milk and bread' }),
  );
  await two.b.app.page.getByText('“Milk from oats” was changed on two devices').waitFor();
  for (const app of two.both) {
    await app.row('Milk from oats').getByTestId('conflict-mark').waitFor();
    await app.visit('Conflicts');
    for (const text of ['Before: Milk', 'Milk and bread', 'Milk from oats']) await app.conflict(text).waitFor();
  }
  const version = (app: AppPage, text: string) => app.page.getByRole('group').filter({ hasText: text });
  await two.b.app.page.getByRole('group', { name: 'Yours, on this device' }).getByText('Milk and bread').waitFor();
  expect(await version(two.a.app, 'Milk and bread').getAttribute('aria-label')).toMatch(/^On /);
  expect(await version(two.b.app, 'Milk and bread').locator('ins').allInnerTexts()).toEqual([' and bread']);

  await two.a.app.saves(() => two.a.app.page.keyboard.press('1'));
  for (const app of two.both) await app.page.getByText('Nothing to choose').waitFor();
  expect(await titleOnServer('Milk')).toBe('Milk and bread');

  await two.a.app.saves(() => two.a.app.page.getByRole('button', { name: 'Undo' }).click());
  for (const app of two.both) await app.conflict('Milk from oats').waitFor();
  await two.a.app.synced();
  expect(await titleOnServer('Milk')).toBe('Milk from oats');

  await two.b.app.page.keyboard.press('e');
  await two.b.app.page.getByRole('textbox', { name: 'Another title' }).fill('Milk from oats, and bread');
  await two.b.app.saves(() => two.b.app.page.keyboard.press('Enter'));
  for (const app of two.both) await app.page.getByText('Nothing to choose').waitFor();
  expect(await titleOnServer('Milk')).toBe('Milk from oats, and bread');
});

test('[M6] [does conflicts] settled differently on two devices offline: one state, and the other choice is in the history', async () => {
  await two.shared('Stones');
  await two.apart(
    (app) => app.edit('Stones', { title: 'Stones, flat' }),
    (app) => app.edit('Stones', { title: 'Stones, round' }),
  );
  for (const app of two.both) {
    await app.visit('Conflicts');
    await app.conflict('Stones, round').waitFor();
  }
  await two.apart(
    (app) => app.saves(() => app.page.keyboard.press('2')),
    (app) => app.saves(() => app.page.keyboard.press('1')),
  );
  // B's choice is the later one.
  for (const app of two.both) {
    await app.page.getByText('Nothing to choose').waitFor();
    await app.visit('Inbox');
    await app.row('Stones, round').waitFor();
    await app.open('Stones, round');
    await app.event('Chose “Stones, round” as the title').waitFor();
    await app.event('Chose “Stones, flat” as the title').waitFor();
  }
  expect(await titleOnServer('Stones')).toBe('Stones, round');
});

test('[M3] [does conflicts] two devices tag one task offline: both tags stay, and each leads to the task', async () => {
  await two.shared('Seeds');
  const tag = async (app: AppPage, name: string) => {
    const details = await app.open('Seeds');
    await details.getByLabel('Tags', { exact: true }).and(app.page.locator('input')).fill(name);
    await app.saves(() => app.page.keyboard.press('Enter'));
  };
  await two.apart(
    (app) => tag(app, 'spring'),
    (app) => tag(app, '#garden'),
  );
  for (const app of two.both) {
    await app.row('Seeds').getByText('#garden #spring').waitFor();
    await app.details().getByRole('link', { name: '#spring' }).click();
    await app.page.getByRole('heading', { level: 1, name: '#spring' }).waitFor();
    await app.row('Seeds').waitFor();
  }
  await two.b.app.open('Seeds');
  await two.b.app.saves(() => two.b.app.details().getByRole('button', { name: 'Take off spring' }).click());
  for (const app of two.both) await app.page.getByText('Nothing to do with this tag').waitFor();
});

test('[M4] what one device chose for a field reaches the other, and counts', async () => {
  await two.shared('Lake');
  await two.a.browser.offline(true);
  await two.a.app.visit('Settings');
  await two.a.app.saves(() => two.a.app.page.getByLabel('Title of a task').selectOption('Keep what arrived first'));
  await two.a.app.page.getByText('What reached the server first stands').first().waitFor();
  await two.a.browser.offline(false);
  await two.a.app.synced();
  await two.b.app.visit('Settings');
  await two.b.app.page.getByLabel('Title of a task').and(two.b.app.page.locator('select')).waitFor();
  await two.b.app.page.getByRole('button', { name: 'Back to the usual ways' }).waitFor();
  for (const app of two.both) await app.visit('Inbox');

  await two.apart(
    (app) => app.edit('Lake', { title: 'Lake in the north' }),
    (app) => app.edit('Lake', { title: 'Lake in the south' }),
  );
  for (const app of two.both) await app.row('Lake in the north').waitFor();
  expect(await two.b.app.row('Lake').getByTestId('conflict-mark').count()).toBe(0);

  // What did not stand is in the history, and can be used all the same.
  await two.b.app.open('Lake in the north');
  const lost = two.b.app.event('this one was “Lake in the south”');
  await two.b.app.saves(() => lost.getByRole('button', { name: 'Use this instead' }).click());
  await two.a.app.row('Lake in the south').waitFor();

  await two.b.app.visit('Settings');
  await two.b.app.saves(() => two.b.app.page.getByRole('button', { name: 'Back to the usual ways' }).click());
  await two.b.app.synced();
});

test.each(['light', 'dark'] as const)(
  '[W1] axe finds nothing where things are settled and looked up (%s)',
  async (colorScheme) => {
    const { app } = two.b;
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await two.shared(`Bridge ${colorScheme}`);
    await two.apart(
      (one) => one.edit(`Bridge ${colorScheme}`, { title: `Bridge ${colorScheme}, of stone` }),
      (one) => one.edit(`Bridge ${colorScheme}`, { title: `Bridge ${colorScheme}, of wood` }),
    );
    await app.visit('Conflicts');
    await app.conflict(`${colorScheme}, of wood`).waitFor();
    expect(await violations(app.page)).toEqual([]);
    await app.page.keyboard.press('e');
    expect(await violations(app.page)).toEqual([]);
    await app.visit('Activity');
    await app.page.getByText(/changes in the last 30 days/).waitFor();
    expect(await violations(app.page)).toEqual([]);
    await app.visit('Settings');
    expect(await violations(app.page)).toEqual([]);
    await app.visit('Inbox');
    await app.open(`Bridge ${colorScheme}, of stone`);
    await app
      .event('Renamed')
      .first()
      .getByRole('button', { name: /^See version/ })
      .click();
    await app.page
      .getByRole('dialog')
      .getByRole('button', { name: /Bring this version back|Close/ })
      .first()
      .waitFor();
    expect(await violations(app.page)).toEqual([]);
  },
);

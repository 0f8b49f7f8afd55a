import type { Locator } from 'playwright-core';
import type { AppPage } from '../src/app-page.ts';
import { TwoDevices } from '../src/two-devices.ts';

// Parts and rounds of tasks in real Chromium, with the network cut.

let two: TwoDevices;
beforeAll(async () => {
  two = await TwoDevices.start();
});
beforeEach(() => two.home());
afterAll(() => two?.stop());

const part = (app: AppPage, title: string): Locator => app.details().locator('[data-part]').filter({ hasText: title });
const partTitles = (app: AppPage) => app.details().locator('[data-part] a > span:first-child').allTextContents();

async function addParts(app: AppPage, ...titles: string[]): Promise<void> {
  const field = app.details().getByRole('textbox', { name: 'Add a subtask' });
  for (const title of titles) {
    await app.saves(async () => {
      await field.fill(title);
      await field.press('Enter');
    });
  }
}

async function close(app: AppPage): Promise<void> {
  await app.details().getByRole('button', { name: 'Close' }).click();
}

test('[C1] [O1] [does tasks] subtasks offline: added, done, moved and indented by key; a reload keeps them, and the other device has them', async () => {
  const { a, b } = two;
  await a.browser.offline(true);
  await a.app.add('Move house');
  await a.app.open('Move house');
  await addParts(a.app, 'Boxes', 'Van', 'Keys', 'Labels');
  await a.app.saves(() => part(a.app, 'Boxes').getByRole('checkbox').click());
  await a.app.saves(() => part(a.app, 'Labels').getByRole('link').press('Alt+ArrowUp'));
  await a.app.saves(() => part(a.app, 'Labels').getByRole('link').press('Alt+ArrowUp'));
  expect(await partTitles(a.app)).toEqual(['Boxes', 'Labels', 'Van', 'Keys']);
  await a.app.saves(() => part(a.app, 'Labels').getByRole('link').press('Alt+ArrowRight'));
  await part(a.app, 'Boxes').getByRole('button', { name: 'Subtasks of Boxes' }).waitFor();
  expect(await a.app.row('Move house').textContent()).toContain('1 of 3 subtasks done');

  await a.app.page.reload();
  await part(a.app, 'Labels').waitFor();
  expect(await partTitles(a.app)).toEqual(['Boxes', 'Labels', 'Van', 'Keys']);
  await part(a.app, 'Boxes').getByRole('button', { name: 'Subtasks of Boxes' }).click();
  expect(await partTitles(a.app)).toEqual(['Boxes', 'Van', 'Keys']);
  await close(a.app);
  // Parts are shown with their task, not beside it.
  expect(await a.app.row('Van').count()).toBe(0);

  await a.browser.offline(false);
  await b.app.row('1 of 3 subtasks done').waitFor();
  await b.app.open('Move house');
  expect(await partTitles(b.app)).toEqual(['Boxes', 'Labels', 'Van', 'Keys']);
  await b.app.saves(() => part(b.app, 'Labels').getByRole('link').press('Alt+ArrowLeft'));
  expect(await partTitles(b.app)).toEqual(['Boxes', 'Labels', 'Van', 'Keys']);
  await b.app.page.getByText('1 of 4 done').waitFor();
  await close(b.app);
});

test('[M5] [M10] [does trash] [does undo] a task goes to the trash with its parts, and comes back with them by one undo', async () => {
  const { a } = two;
  await a.app.add('Bake bread');
  await a.app.open('Bake bread');
  await addParts(a.app, 'Flour', 'Yeast');
  await a.browser.offline(true);
  await a.app.saves(() => a.app.details().getByRole('button', { name: 'Delete' }).click());
  await a.app.page.getByRole('button', { name: 'Undo' }).last().click();
  await a.app.row('0 of 2 subtasks done').waitFor();
  await a.browser.offline(false);
  await a.app.synced();
});

test('[M11] [does tasks] a repeating task that two devices complete offline has one next round, with its subtasks open again', async () => {
  const { a, b } = two;
  await two.shared('Water the plants');
  await a.app.open('Water the plants');
  const details = a.app.details();
  await a.app.saves(() => details.getByLabel('Due', { exact: true }).fill('2026-11-20'));
  await a.app.saves(() => details.getByRole('combobox', { name: 'Repeat' }).selectOption('Every workday'));
  await addParts(a.app, 'The fern');
  await close(a.app);
  await a.app.synced();
  await b.app.row('Water the plants').getByRole('img', { name: 'Repeats: Every workday' }).waitFor();
  await b.app.row('0 of 1 subtasks done').waitFor();

  const complete = (app: AppPage) => app.saves(() => app.tick('Water the plants').click());
  await two.apart(complete, complete);
  for (const app of two.both) await app.row('0 of 1 subtasks done').waitFor();
  const tasks = (await (await two.program()).tasks()).filter(({ title }) => /Water the plants|The fern/.test(title));
  expect(tasks.map(({ title, completedAt }) => `${title} ${completedAt === null ? 'open' : 'done'}`).sort()).toEqual([
    'The fern done',
    'The fern open',
    'Water the plants done',
    'Water the plants open',
  ]);
  // The one that was ticked stays to be seen for a moment.
  for (const app of two.both) await app.row('Water the plants').nth(1).waitFor({ state: 'detached' });
  for (const app of two.both) expect(await app.row('Water the plants').count()).toBe(1);
});

test('[M10] [M11] [does tasks] [does undo] completing a repeating task offline makes the next round; one undo takes both back, and it can be completed again', async () => {
  const { a } = two;
  await a.browser.offline(true);
  await a.app.add('Read the meter');
  await a.app.open('Read the meter');
  await a.app.saves(() => a.app.details().getByRole('combobox', { name: 'Repeat' }).selectOption('Every month'));
  await close(a.app);
  const rows = a.app.row('Read the meter');
  const first = await rows.getAttribute('data-task');
  const idOfOne = async () => {
    await a.app.page.waitForFunction(
      () => document.querySelectorAll('[data-task]:not([data-just-completed])').length > 0,
    );
    return rows.last().getAttribute('data-task');
  };
  await a.app.complete('Read the meter');
  await a.app.page.waitForFunction((id) => document.querySelector(`[data-task="${id}"]`) === null, first);
  const next = await idOfOne();
  expect(next).not.toBe(first);

  await a.app.saves(() => a.app.page.keyboard.press('Control+z'));
  await a.app.page.locator(`[data-task="${first}"]`).waitFor();
  expect(await a.app.page.locator(`[data-task="${next}"]`).count()).toBe(0);

  await a.app.complete('Read the meter');
  await a.app.page.locator(`[data-task="${next}"]`).waitFor();
  await a.app.page.waitForFunction((id) => document.querySelector(`[data-task="${id}"]`) === null, first);
  await a.browser.offline(false);
  await a.app.synced();
  const tasks = (await (await two.program()).tasks()).filter(({ title }) => title === 'Read the meter');
  expect(tasks.map(({ completedAt }) => completedAt === null).sort()).toEqual([false, true]);
});

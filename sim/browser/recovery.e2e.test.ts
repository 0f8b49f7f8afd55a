import { formatClock, fromMarkdown } from '@cairn/domain';
import { rewrite } from '@cairn/text';
import { randomUUID } from 'node:crypto';
import { TwoDevices } from '../src/two-devices.ts';

// The ways back: trash, undo, earlier versions, the account's activity.

let two: TwoDevices;

beforeAll(async () => {
  two = await TwoDevices.start();
});

beforeEach(() => two.home());

afterAll(() => two?.stop());

test('[M5] [does trash] deleted on one device, edited on the other: it waits in the trash with the edit, and says so', async () => {
  await two.shared('Fence');
  await two.apart(
    async (app) => {
      await app.row('Fence').getByRole('link').focus();
      await app.saves(() => app.page.keyboard.press('Delete'));
    },
    (app) => app.edit('Fence', { title: 'Fence of oak' }),
  );
  for (const app of two.both) {
    await app.visit('Trash');
    await app.row('Fence of oak').waitFor();
  }
  await two.a.app
    .row('Fence of oak')
    .getByText(/^Edited on .* after it was deleted$/)
    .waitFor();
  await two.b.app.row('Fence of oak').getByText('Edited on this device after it was deleted').waitFor();
});

test('[M10] [H1] [does undo] [does history] what A did is undone on B from the history, and by a key on A, online and offline', async () => {
  await two.shared('Harbour');
  await two.a.app.edit('Harbour', { title: 'Harbour plans', priority: 'High' });
  await two.b.app.open('Harbour plans');
  const renamed = two.b.app.event('Renamed');
  await renamed.hover();
  await two.b.app.saves(() => renamed.getByRole('button', { name: /^Undo this/ }).click());
  await two.b.app.event('Took back an earlier change').waitFor();
  await two.a.app.page
    .locator('[data-task]')
    .filter({ hasText: /^Harbour, High priority/ })
    .waitFor();

  // The rename is gone already: the key takes back what is still there.
  await two.a.app.saves(() => two.a.app.page.keyboard.press('Control+z'));
  await two.a.app.page.getByText('Undid: set the priority of “Harbour”').waitFor();
  await two.a.app.synced();
  await two.b.app.details().getByRole('radio', { name: 'None', checked: true }).waitFor();

  await two.a.browser.offline(true);
  await two.a.app.complete('Harbour');
  await two.a.app.saves(() => two.a.app.page.keyboard.press('Control+z'));
  await two.a.app.page.getByText('Undid: completed “Harbour”').waitFor();
  await two.a.app.saves(() => two.a.app.page.keyboard.press('Control+Shift+Z'));
  await two.a.app.page.getByText('Did again: completed “Harbour”').waitFor();
  await two.a.app.saves(() => two.a.app.page.keyboard.press('Control+z'));
  await two.a.browser.offline(false);
  await two.a.app.synced();
  await two.a.app.row('Harbour').waitFor();
  const tasks = await (await two.program()).tasks();
  expect(tasks.find(({ title }) => title === 'Harbour')).toMatchObject({ completedAt: null, priority: 0 });
});

test('[H1] [does history] an earlier version is shown as it was, and brought back whole', async () => {
  await two.shared('Path');
  await two.a.app.edit('Path', { title: 'Path to the lake', description: 'by the birches', priority: 'Low' });
  const details = await two.a.app.open('Path to the lake');
  await two.a.app.synced();
  const created = two.a.app.event('Created');
  await created.hover();
  await created.getByRole('button', { name: 'See version 1: Created' }).click();
  const sheet = two.a.app.page.getByRole('dialog', { name: 'Version 1' });
  await sheet.getByText('Path', { exact: true }).waitFor();
  await sheet.getByText('now by the birches').waitFor();
  await two.a.app.saves(() => sheet.getByRole('button', { name: 'Bring this version back' }).click());
  await two.a.app.event('Brought back how it was').waitFor();
  expect(await details.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('Path');
  expect(await details.getByRole('textbox', { name: 'Description' }).inputValue()).toBe('');
  await two.b.app.page
    .locator('[data-task]')
    .filter({ hasText: /^Path$/ })
    .waitFor();
});

test('[M10] [H1] [does history] [does undo] a piece of text is taken back from the history of a note, and an earlier text brought back', async () => {
  const program = await two.program();
  const noteId = randomUUID();
  const [first, second] = ['Plant two pears.', 'Plant two pears. And a quince.'] as const;
  const stamp = (sequence: number) => ({
    id: randomUUID(),
    parentVersion: sequence - 1,
    sequence,
    occurredAt: formatClock(Date.now()),
  });
  const update = rewrite([fromMarkdown(first)], second);
  await program.ask('mutation ($events: [EventInput!]!) { replayEvents(events: $events) { status } }', {
    events: [
      { createNote: { event: stamp(1), noteId, title: 'Orchard', body: first } },
      { editNote: { event: stamp(2), noteId, update } },
    ],
  });
  const body = async () =>
    (await program.ask<{ note: { body: string } }>('query ($id: ID!) { note(id: $id) { body } }', { id: noteId })).note
      .body;
  expect(await body()).toBe(second);

  const { page } = two.a.app;
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Notes' }).click();
  await page.getByText('Orchard').first().click();
  await page.getByRole('button', { name: 'History' }).click();
  const history = page.getByRole('dialog');
  const edited = history.getByRole('listitem').filter({ hasText: 'Edited the text' });
  await edited.first().hover();
  await two.a.app.saves(() =>
    edited
      .first()
      .getByRole('button', { name: /^Undo this/ })
      .click(),
  );
  await two.a.app.synced();
  expect(await body()).toBe(first);

  await history.getByRole('button', { name: /^See version 2/ }).click({ force: true });
  await history.getByText(second).waitFor();
  await two.a.app.saves(() => history.getByRole('button', { name: 'Bring this version back' }).click());
  await two.a.app.synced();
  expect(await body()).toBe(second);
});

test('[H2] [does history] the activity tells who did what on which day, leads there, and takes it back', async () => {
  await two.shared('Moss');
  await two.a.app.edit('Moss', { priority: 'Low' });
  await two.a.app.synced();
  await two.b.app.visit('Activity');
  const line = two.b.app.page.getByRole('listitem').filter({ hasText: 'Set the priority of “Moss”' });
  await two.b.app.page.getByRole('region', { name: 'Today' }).and(two.b.app.page.locator('section')).waitFor();
  await line.hover();
  await two.b.app.saves(() => line.getByRole('button', { name: /^Undo this/ }).click());
  await two.b.app.page.getByText('Took back a change of “Moss”').waitFor();
  await two.a.app.page
    .locator('[data-task]')
    .filter({ hasText: /^Moss$/ })
    .waitFor();

  await two.b.app.page.getByLabel('Device').selectOption('This device');
  await line.waitFor({ state: 'detached' });
  await two.b.app.page.getByText('Took back a change of “Moss”').getByRole('link').click();
  await two.b.app.details().getByRole('radio', { name: 'None', checked: true }).waitFor();

  await two.b.browser.offline(true);
  await two.b.app.saves(() => two.b.app.details().getByRole('radio', { name: 'High' }).click());
  await two.b.app.visit('Activity');
  await two.b.app.page.getByText('needs a connection to be shown').waitFor();
  await two.b.app.page.getByText('1 change is saved on this device').waitFor();
});

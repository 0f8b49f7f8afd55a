import type { Page } from 'playwright-core';
import { AppPage } from '../../../sim/src/app-page.ts';
import { BrowserDevice } from '../../../sim/src/browser-device.ts';
import { ServerProcess } from '../../../sim/src/server-process.ts';
import { seedLists, signUp } from '../seed.ts';
import { median, quantile, round, table } from '../table.ts';

/** 9,300 tasks, 690 notes and 31 lists: some 10,000 on the device. */
const SEED = { lists: 31, tasks: 300, notes: 690 };
const OPENED = 24;
/** As many as the other device shows without being scrolled. */
const WRITTEN = 24;

interface Aim {
  /** What is clicked. */
  readonly link: string;
  /** What the page shows then: the first of these elements with this text in it. */
  readonly shown: string;
  readonly text: string;
}

/** Clicks; answers the milliseconds until a frame shows what was asked for. */
async function clickToFrame({ link, shown, text }: Aim): Promise<number> {
  const target = document.querySelector<HTMLElement>(link);
  if (!target) throw new Error(`there is no ${link}`);
  const isThere = () => document.querySelector(shown)?.textContent?.includes(text) === true;
  if (isThere()) throw new Error(`${text} is there already`);
  const started = performance.now();
  const found = new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if (!isThere()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.body, { characterData: true, childList: true, subtree: true });
  });
  target.click();
  await found;
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const taken = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 200));
  return taken;
}

/** Notes when Enter was pressed, when the page shows the text, and when it says that it is saved; in epoch milliseconds. */
function watch(): void {
  const times: Record<string, number> = {};
  const now = () => performance.timeOrigin + performance.now();
  document.addEventListener('keydown', ({ key }) => key === 'Enter' && (times['pressed'] = now()), true);
  let saved = document.documentElement.dataset['saved'];
  const observer = new MutationObserver(() => {
    if (document.documentElement.dataset['saved'] !== saved) {
      saved = document.documentElement.dataset['saved'];
      times['saved'] = now();
    }
    for (const row of document.querySelectorAll('[data-task]')) {
      const text = /Written \d+/.exec(row.textContent ?? '')?.[0];
      if (text && !(text in times)) {
        times[text] = 0;
        requestAnimationFrame(() => setTimeout(() => (times[text] = now())));
      }
    }
  });
  observer.observe(document.documentElement, { attributes: true, childList: true, subtree: true });
  Object.assign(globalThis, { times });
}

const timeOf = async (page: Page, name: string): Promise<number> => {
  const found = await page.waitForFunction(
    (key) => (globalThis as unknown as { times: Record<string, number> }).times[key],
    name,
  );
  return (await found.jsonValue())!;
};

/** How long things take that a person waits for, in Chromium with 10,000 tasks and notes on the device. */
export async function feelBench(): Promise<string> {
  const server = await ServerProcess.start();
  const email = 'feel@example.org';
  const { token } = await signUp(server.url, email);
  await seedLists(server.url, token, SEED);
  const devices = [await BrowserDevice.create(), await BrowserDevice.create()] as const;
  const apps: AppPage[] = [];
  for (const device of devices) {
    // tsx names functions through a helper that a page does not have.
    await device.context.addInitScript('globalThis.__name ??= (value) => value;');
    const app = new AppPage(device.page, server.url);
    await app.goto('/sign-in');
    await app.signIn(email);
    await app.synced(120_000);
    await app.installed();
    apps.push(app);
  }
  const [a, b] = apps as [AppPage, AppPage];
  await a.page.waitForTimeout(5_000);

  await devices[0].offline(true);
  const lists: number[] = [];
  for (let n = 0; n < OPENED; n += 1) {
    const link = `nav [href="${await hrefOf(a.page, `List (${n})`)}"]`;
    lists.push(await a.page.evaluate(clickToFrame, { link, shown: '[data-task] a', text: `Task 0 of list ${n}` }));
  }
  await a.goto('/notes');
  await a.page.locator('[data-note]').first().waitFor();
  const rows = await a.page.locator('[data-note]').evaluateAll((found) =>
    found.slice(0, 10).map((row) => ({
      link: `[data-note="${(row as HTMLElement).dataset['note']}"]`,
      text: /Note \(\d+\)/.exec(row.textContent!)![0],
    })),
  );
  const notes: number[] = [];
  for (let n = 0; n < OPENED; n += 1) {
    const aim = { ...rows[n % rows.length]!, shown: '[data-note-body] .cm-line' };
    notes.push(await a.page.evaluate(clickToFrame, aim));
  }
  await devices[0].offline(false);

  for (const app of [a, b]) {
    await app.goto('/inbox');
    await app.quickAdd().waitFor();
    await app.synced(60_000);
    await app.page.evaluate(watch);
  }
  const [shown, saved, seen]: [number[], number[], number[]] = [[], [], []];
  for (let n = 0; n < WRITTEN; n += 1) {
    const before = await a.saved();
    await a.quickAdd().fill(`Written ${n}`);
    await a.quickAdd().press('Enter');
    await a.savedAtLeast(before + 1);
    const here = await timeOf(a.page, `Written ${n}`);
    const elsewhere = await timeOf(b.page, `Written ${n}`);
    const pressed = await timeOf(a.page, 'pressed');
    shown.push(here - pressed);
    saved.push((await timeOf(a.page, 'saved')) - pressed);
    seen.push(elsewhere - pressed);
    await a.page.waitForTimeout(200);
  }
  for (const device of devices) await device.destroy();
  await server.stop();

  const row = (what: string, values: readonly number[], goal: string) => [
    what,
    round(median(values)),
    round(quantile(values, 0.95)),
    goal,
  ];
  return table([
    ['the app in Chromium, 10,000 tasks and notes; milliseconds', 'median', 'p95', 'at most'],
    row('opening a list of 300, offline', lists, '100'),
    row('opening the first note of a start, offline', notes.slice(0, 1), '100'),
    row('opening a note, offline', notes.slice(1), '100'),
    row('Enter until the new task is on the page', shown, ''),
    row('Enter until it is saved', saved, '50'),
    row('Enter until it is on the page of another device', seen, '250'),
  ]);
}

async function hrefOf(page: Page, name: string): Promise<string> {
  const links = page.getByRole('navigation', { name: 'Main' }).getByRole('link');
  return (await links.filter({ hasText: name }).getAttribute('href'))!;
}

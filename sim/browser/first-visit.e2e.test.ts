import { readFileSync, statSync } from 'node:fs';
import { AppPage } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';

const LIMIT = 200_000;

let server: BrowserServer;
let device: BrowserDevice;

beforeAll(async () => {
  server = await browserServer();
  device = await BrowserDevice.create();
});

afterAll(async () => {
  await device?.destroy();
  await server?.stop();
});

/** As the server sends it to every browser of today. */
const compressed = (path: string) => statSync(`web/out${path}.br`).size;

const sum = (paths: readonly string[]) => paths.reduce((total, path) => total + compressed(path), 0);

interface Asked {
  /** Milliseconds; when the list was in the page, and when each script and style was asked for. */
  readonly list: number;
  readonly files: readonly { readonly path: string; readonly at: number }[];
}

test('[W8] all that is fetched before the first list is there stays below 200 kB', async () => {
  const { page, context } = device;
  const app = new AppPage(page, server.url);
  await app.signUp('first@example.org');
  await app.add('Something to see');
  // Nothing of it has been here before, as after a first sign-in on a slow network.
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setBypassServiceWorker', { bypass: true });
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await page.addInitScript(() => {
    const seen = globalThis as { listAt?: number };
    const observer = new MutationObserver(() => {
      if (!document.querySelector('[data-task]') || !document.querySelector('#quick-add')) return;
      seen.listAt = performance.now();
      observer.disconnect();
    });
    observer.observe(document, { childList: true, subtree: true });
  });
  await app.goto('/inbox');
  await app.row('Something to see').waitFor();
  await app.synced();

  const { list, files } = await page.evaluate((): Asked => ({
    list: (globalThis as { listAt?: number }).listAt!,
    files: performance
      .getEntriesByType('resource')
      .map(({ name, startTime }) => ({ path: new URL(name).pathname, at: startTime }))
      .filter(({ path }) => /\.(js|css)$/.test(path)),
  }));
  const before = files.filter(({ at }) => at < list).map(({ path }) => path);
  // What the document names, and the app behind the sign-in with it.
  const named = [...readFileSync('web/out/index.html', 'utf8').matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)];
  const inDocument = named.map(([, path]) => path!).filter((path) => before.includes(path));
  expect(inDocument.length).toBeGreaterThan(3);
  expect(before.length).toBeGreaterThan(inDocument.length);
  // With the files, so that a failure says which of them grew.
  const sizes = before.map((path) => `${compressed(path)} ${path}`);
  expect(sum(before) <= LIMIT ? [] : [`${sum(before)} in all`, ...sizes]).toEqual([]);
});

test('[W8] a network that goes as soon as the first list is there leaves the app whole; the rest comes when it is back', async () => {
  const fresh = await BrowserDevice.create();
  try {
    const { page, context } = fresh;
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setBypassServiceWorker', { bypass: true });
    let isGone = false;
    let missed = 0;
    await page.exposeFunction('listIsThere', () => (isGone = true));
    await page.addInitScript(() => {
      const observer = new MutationObserver(() => {
        if (!document.querySelector('#quick-add')) return;
        observer.disconnect();
        (globalThis as unknown as { listIsThere(): void }).listIsThere();
      });
      observer.observe(document, { childList: true, subtree: true });
    });
    await page.route('**/_next/static/chunks/*.js', (route) => {
      if (!isGone) return route.continue();
      missed += 1;
      return route.abort('internetdisconnected');
    });
    const app = new AppPage(page, server.url);
    await app.signUp('suddenly@example.org');
    // Every part that there is has been asked for by then.
    await page.waitForTimeout(4_000);
    expect(missed).toBeGreaterThan(0);
    await app.add('Still here');
    expect(await page.getByText('Something broke on this page').count()).toBe(0);

    isGone = false;
    await page.unroute('**/_next/static/chunks/*.js');
    await page.evaluate(() => dispatchEvent(new Event('online')));
    await app.complete('Still here');
    await page.getByText('Completed “Still here”').first().waitFor();
  } finally {
    await fresh.destroy();
  }
});

test('[W3] [does keyboard] what is pressed before the file that reads keys is there counts: the key that leads to a field, and the lines typed into it', async () => {
  const fresh = await BrowserDevice.create();
  try {
    const { page, context } = fresh;
    const app = new AppPage(page, server.url);
    await app.signUp('quickly@example.org');
    await app.add('Before');
    const session = await context.newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setBypassServiceWorker', { bypass: true });
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    // What the document names comes at once; what it asks for then, not before the line is typed.
    let letGo = () => {};
    const typed = new Promise<void>((resolve) => (letGo = resolve));
    let held = 0;
    await page.route('**/_next/static/chunks/*.js', async (route) => {
      const isShown = page.evaluate(() => document.querySelector('[data-task]') !== null);
      // While one document gives way to the next there is nothing to ask.
      if (await isShown.catch(() => false)) {
        held += 1;
        await typed;
      }
      await route.continue();
    });
    // A file that is held holds back the `load` event too, where the row was quicker than the rest of the document.
    await page.reload({ waitUntil: 'commit' });
    await app.row('Before').waitFor();
    await page.keyboard.press('n');
    for (const line of ['At once', 'And another']) {
      await page.keyboard.type(line);
      await page.keyboard.press('Enter');
    }
    expect(await app.row('At once').count()).toBe(0);
    expect(held).toBeGreaterThan(0);
    letGo();
    await app.row('At once').waitFor();
    await app.row('And another').waitFor();
    expect(await page.locator('[data-task]').count()).toBe(3);
    expect(await app.quickAdd().inputValue()).toBe('');
    // Files for later may still be on their way, and their handler at work.
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  } finally {
    await fresh.destroy();
  }
});

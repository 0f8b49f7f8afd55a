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
  await app.signUp('keys@example.org');
});

afterAll(async () => {
  await device?.destroy();
  await server?.stop();
});

interface Picture {
  readonly src: string;
  readonly sizes: string;
  readonly purpose?: string;
  readonly form_factor?: string;
}

interface Manifest {
  readonly icons: readonly Picture[];
  readonly screenshots: readonly Picture[];
}

/** The first line of a row is its title; others are about it. */
const titles = async () =>
  (await app.page.locator('[data-task] [data-task-link]').allInnerTexts()).map((text) => text.split('\n')[0]);

/** Until the list shows these, in this order: a task that was just completed stays for a moment. */
async function shows(expected: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if ((await titles()).join() === expected.join()) return;
    await app.page.waitForTimeout(100);
  }
  expect(await titles()).toEqual(expected);
}

test('[W1] [does keyboard] [does access] by keyboard alone: add, move, complete, open, change, delete and bring back', async () => {
  const { keyboard } = app.page;
  await keyboard.press('n');
  for (const title of ['First', 'Second', 'Third']) {
    await keyboard.type(title);
    await keyboard.press('Enter');
  }
  await app.savedAtLeast(3);
  await keyboard.press('Escape');
  await shows(['First', 'Second', 'Third']);

  await keyboard.press('j');
  await keyboard.press('Alt+ArrowDown');
  await app.savedAtLeast(4);
  await shows(['Second', 'First', 'Third']);

  await keyboard.press('Enter');
  const details = app.page.getByRole('complementary', { name: 'Task details' });
  await details.waitFor();
  expect(await details.getByRole('textbox', { name: 'Title' }).inputValue()).toBe('First');
  await keyboard.press('Escape');
  await details.waitFor({ state: 'detached' });

  await keyboard.press('x');
  await app.savedAtLeast(5);
  await app.page.getByText('1 completed').waitFor();

  await keyboard.press('j');
  await keyboard.press('Delete');
  await app.page.getByText('is in the trash').waitFor();
  await keyboard.press('Control+z');
  await app.savedAtLeast(7);
  await shows(['Second', 'Third']);
});

test('[W2] [does looks] Chromium would install it', async () => {
  await app.goto();
  // By itself.
  await app.page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  const session = await device.context.newCDPSession(app.page);
  const { installabilityErrors } = (await session.send('Page.getInstallabilityErrors')) as {
    installabilityErrors: unknown[];
  };
  expect(installabilityErrors).toEqual([]);
  const { data, errors } = (await session.send('Page.getAppManifest')) as { data: string; errors: unknown[] };
  expect(errors).toEqual([]);
  const { icons, screenshots, ...manifest } = JSON.parse(data) as Manifest;
  expect(manifest).toMatchObject({ id: '/', name: 'Cairn', start_url: '/inbox', scope: '/', display: 'standalone' });
  expect(icons.map(({ purpose = 'any', sizes }) => `${purpose} ${sizes}`)).toEqual(
    expect.arrayContaining(['any 192x192', 'any 512x512', 'maskable 512x512']),
  );
  expect(screenshots.map(({ form_factor }) => form_factor).sort()).toEqual(['narrow', 'wide']);
  // Each picture is there, and as large as it says.
  for (const { src, sizes } of [...icons, ...screenshots]) {
    const size = await app.page.evaluate(async (url) => {
      const image = new Image();
      image.src = url;
      await image.decode();
      return `${image.naturalWidth}x${image.naturalHeight}`;
    }, src);
    if (sizes !== 'any') expect([src, size]).toEqual([src, sizes]);
  }
});

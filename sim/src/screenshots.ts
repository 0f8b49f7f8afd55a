import { copyFile, mkdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { build } from '../../scripts/build.ts';
import { say } from '../../scripts/run.ts';
import { AppPage, PASSWORD } from './app-page.ts';
import { BrowserDevice } from './browser-device.ts';
import { writeExample } from './example-workspace.ts';
import { Program } from './program.ts';
import { ServerProcess } from './server-process.ts';

interface Shot {
  readonly name: string;
  /** Titles in braces stand for their ids. */
  readonly path: string;
  readonly on: 'desktop' | 'phone';
  readonly theme: 'light' | 'dark';
  /** What is done there first. */
  readonly act?: (page: Page) => Promise<void>;
  /** Something that shows that all of it is there. */
  readonly ready: string;
}

/** Before anything is written. */
const EMPTY: Shot = { name: 'inbox-empty', path: '/inbox', on: 'desktop', theme: 'light', ready: 'text=Look around' };

const SHOTS: readonly Shot[] = [
  { name: 'today', path: '/today', on: 'desktop', theme: 'light', ready: '[data-task]' },
  { name: 'today', path: '/today', on: 'desktop', theme: 'dark', ready: '[data-task]' },
  {
    name: 'list',
    path: '/lists/{Kitchen renovation}/tasks/{Decide between oak and ash for the worktop}',
    on: 'desktop',
    theme: 'light',
    ready: 'aside [data-tags], aside textarea',
  },
  { name: 'upcoming', path: '/upcoming', on: 'desktop', theme: 'dark', ready: '[data-task]' },
  { name: 'note', path: '/notes/{Kitchen: what we decided}', on: 'desktop', theme: 'light', ready: '.cm-line' },
  { name: 'note', path: '/notes/{Kitchen: what we decided}', on: 'desktop', theme: 'dark', ready: '.cm-line' },
  { name: 'today', path: '/today', on: 'phone', theme: 'light', ready: '[data-task]' },
  { name: 'today', path: '/today', on: 'phone', theme: 'dark', ready: '[data-task]' },
  { name: 'settings', path: '/settings', on: 'desktop', theme: 'light', ready: '#calendar select' },
  { name: 'list', path: '/lists/{Garden}', on: 'phone', theme: 'light', ready: '[data-task]' },
  { name: 'note', path: '/notes/{Kitchen: what we decided}', on: 'phone', theme: 'dark', ready: '.cm-line' },
  {
    name: 'palette',
    path: '/today',
    on: 'desktop',
    theme: 'light',
    async act(page) {
      await page.locator('[data-task]').first().waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox').fill('lis');
    },
    ready: '[cmdk-group] mark',
  },
  { name: 'settings', path: '/settings', on: 'phone', theme: 'dark', ready: '#calendar select' },
];

/** What an installer shows of the app, by the name of the picture in web/public/screenshots. */
const IN_MANIFEST = { 'today-wide': 'today-desktop-light', 'list-narrow': 'list-phone-light' };

const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };

/** Pictures of the main screens of the app at `url`, with a workspace as a person might have it. */
export async function takeScreenshots(url: string, folder: string): Promise<void> {
  const email = 'robin@example.org';
  const program = await Program.signUp(url, email, PASSWORD, 'Old laptop');
  let ids: ReadonlyMap<string, string> = new Map();
  const device = await BrowserDevice.create();
  device.context.setDefaultTimeout(60_000);
  try {
    const app = new AppPage(device.page, url);
    await app.signIn(email);
    await app.synced(60_000);
    await mkdir(folder, { recursive: true });
    for (const shot of [EMPTY, ...SHOTS]) {
      if (shot !== EMPTY && ids.size === 0) ids = await writeExample(program, new Date());
      await app.page.setViewportSize(SIZES[shot.on]);
      await app.page.emulateMedia({ colorScheme: shot.theme, reducedMotion: 'reduce' });
      await app.goto(shot.path.replace(/\{([^}]*)\}/g, (_whole, title: string) => ids.get(title) ?? ''));
      await shot.act?.(app.page);
      await app.page.locator(shot.ready).first().waitFor();
      await app.page.getByText('Asking the server…').first().waitFor({ state: 'hidden' });
      await app.synced(60_000);
      await app.page.evaluate(() => document.fonts.ready.then(() => undefined));
      const path = join(folder, `${shot.name}-${shot.on}-${shot.theme}.png`);
      await app.page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      say(`${path}  ${Math.round((await stat(path)).size / 1024)} kB`);
    }
  } finally {
    await device.destroy();
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build();
  const server = await ServerProcess.start();
  const folder = resolve('docs/screenshots');
  await takeScreenshots(server.url, folder).finally(() => server.stop());
  for (const [name, shot] of Object.entries(IN_MANIFEST)) {
    await copyFile(join(folder, `${shot}.png`), resolve(`web/public/screenshots/${name}.png`));
  }
}

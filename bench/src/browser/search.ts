import { AppPage } from '../../../sim/src/app-page.ts';
import { BrowserDevice } from '../../../sim/src/browser-device.ts';
import { ServerProcess } from '../../../sim/src/server-process.ts';
import { seedTasks, signUp } from '../seed.ts';
import { median, quantile, round, table } from '../table.ts';

const TASKS = 10_000;

/** Typed one key after the other. */
const QUERIES = ['task number 42', 'numbr', 'is:open 99', 'nothing at all'];

/** Types one key into the field that has the focus; answers the milliseconds until a frame shows its results. */
async function keyToFrame(text: string): Promise<number> {
  const input = document.querySelector<HTMLInputElement>('#search')!;
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
  const started = performance.now();
  set.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const taken = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 50));
  return taken;
}

/** Search as somebody types, in Chromium, offline, with 10,000 tasks on the device. */
export async function searchBench(): Promise<string> {
  const server = await ServerProcess.start();
  const email = 'search@example.org';
  const { token } = await signUp(server.url, email);
  await seedTasks(server.url, token, TASKS);
  const device = await BrowserDevice.create();
  const app = new AppPage(device.page, server.url);
  await app.signIn(email);
  await app.synced(60_000);
  await app.installed();
  await device.offline(true);
  const opened = async (): Promise<number> => {
    await app.goto('/search');
    const field = app.page.locator('#search');
    await field.waitFor();
    const started = await app.page.evaluate(() => performance.now());
    await field.fill('task');
    await app.page.locator('[data-found]').first().waitFor();
    return app.page.evaluate((since) => performance.now() - since, started);
  };
  await app.page.evaluate('globalThis.__name ??= (value) => value;');
  const built = await opened();
  // What is stored waits for a quiet moment, and takes one.
  await app.page.waitForTimeout(15_000);
  const restored = await opened();
  await app.page.evaluate('globalThis.__name ??= (value) => value;');
  const keys: number[] = [];
  for (const query of QUERIES) {
    for (let length = 1; length <= query.length; length += 1) {
      keys.push(await app.page.evaluate(keyToFrame, query.slice(0, length)));
    }
  }
  await device.destroy();
  await server.stop();
  return table([
    ['search in Chromium, offline, 10,000 tasks; milliseconds', 'median', 'p95'],
    ['a key until its results are shown', round(median(keys)), round(quantile(keys, 0.95))],
    ['the first search of a start, the index made afresh', round(built), ''],
    ['the same, the index taken from storage', round(restored), ''],
  ]);
}

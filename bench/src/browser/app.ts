import { AppPage } from '../../../sim/src/app-page.ts';
import { BrowserDevice } from '../../../sim/src/browser-device.ts';
import { ServerProcess } from '../../../sim/src/server-process.ts';
import { seedTasks, signUp } from '../seed.ts';
import { median, quantile, round, table } from '../table.ts';

const TASKS = 10_000;
const PENDING = 5_000;
const STARTS = 7;
/** A start is left alone for so long: to look for the row meanwhile would slow it down. Milliseconds. */
const START = 4_000;

/** Marks when the first row of a list is on the screen, in milliseconds since the navigation began. */
function watchFirstRow(): void {
  const found = () => {
    if (!document.querySelector('[data-task] a')) return false;
    requestAnimationFrame(() => ((globalThis as { firstRow?: number }).firstRow = performance.now()));
    return true;
  };
  const observer = new MutationObserver(() => found() && observer.disconnect());
  observer.observe(document, { childList: true, subtree: true });
}

/** tsx names functions through a helper that a page does not have. */
async function prepare(device: BrowserDevice): Promise<void> {
  await device.context.addInitScript('globalThis.__name ??= (value) => value;');
  await device.context.addInitScript(watchFirstRow);
}

/** Clicks the tick of the n-th row; answers the milliseconds until a frame shows it. */
async function tapToFrame(n: number): Promise<number> {
  const box = document.querySelectorAll<HTMLElement>('[data-task] [role=checkbox]')[n]!;
  const started = performance.now();
  const changed = new Promise<void>((resolve) => {
    const observer = new MutationObserver(() => {
      if (box.isConnected && box.getAttribute('aria-checked') !== 'true') return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.body, { attributes: true, childList: true, subtree: true });
  });
  box.click();
  await changed;
  const shown = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 150));
  return shown;
}

/** Puts events straight into the stored outbox, as a device that was away for long would have it. */
async function fillOutbox(args: { ids: string[]; count: number }): Promise<void> {
  const { accountId } = JSON.parse(localStorage.getItem('cairn.identity')!) as { accountId: string };
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(`cairn-outbox-${accountId}`);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  await new Promise<void>((resolve, reject) => {
    const transaction = database.transaction(['entries', 'meta'], 'readwrite');
    const clock = `${new Date().toISOString()}-0000`;
    for (let sequence = 1; sequence <= args.count; sequence += 1) {
      transaction.objectStore('entries').put({
        sequence,
        mutation: 'retitleTask',
        input: {
          event: {
            id: `01900000-0000-7000-8000-${sequence.toString(16).padStart(12, '0')}`,
            parentVersion: 1,
            sequence,
            occurredAt: clock,
          },
          taskId: args.ids[sequence % args.ids.length],
          title: `Renamed while away, ${sequence}`,
        },
      });
    }
    transaction.objectStore('meta').put({ sequence: args.count, clock }, 'counter');
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });
  database.close();
}

/** The web app itself, in Chromium, offline, with 10,000 tasks on the device. */
export async function appBench(): Promise<string> {
  const server = await ServerProcess.start();
  const email = 'cold@example.org';
  const { token } = await signUp(server.url, email);
  const ids = await seedTasks(server.url, token, TASKS);
  const device = await BrowserDevice.create();
  await prepare(device);
  let app = new AppPage(device.page, server.url);
  await app.signIn(email);
  await app.synced(60_000);
  await app.installed();
  await app.page.waitForTimeout(2_000);

  const starts = async (): Promise<number[]> => {
    const taken: number[] = [];
    for (let n = 0; n < STARTS; n += 1) {
      await device.close();
      await device.open();
      await device.offline(true);
      app = new AppPage(device.page, server.url);
      await prepare(device);
      await app.goto('/inbox');
      await app.page.waitForTimeout(START);
      const firstRow = await app.page.evaluate(() => (globalThis as { firstRow?: number }).firstRow);
      if (firstRow === undefined) throw new Error(`no row after ${START} ms`);
      taken.push(firstRow);
    }
    return taken;
  };
  const cold = await starts();
  await app.page.evaluate(fillOutbox, { ids, count: PENDING });
  const coldPending = await starts();
  await app.pending(PENDING);
  await app.page.waitForTimeout(1_500);
  const taps: number[] = [];
  for (let n = 0; n < 12; n += 1) taps.push(await app.page.evaluate(tapToFrame, n));
  await device.destroy();
  await server.stop();
  const cells = (values: readonly number[]) => [round(median(values)), round(quantile(values, 0.95))];
  return table([
    ['the app in Chromium, offline, 10,000 tasks; milliseconds', 'median', 'p95'],
    ['cold start of the browser to the first row', ...cells(cold)],
    [`the same with ${PENDING.toLocaleString('en')} pending`, ...cells(coldPending)],
    [`tap on a tick until the page shows it, ${PENDING.toLocaleString('en')} pending`, ...cells(taps)],
  ]);
}

import { AppPage, PASSWORD } from '../src/app-page.ts';
import { BrowserDevice } from '../src/browser-device.ts';
import { browserServer, type BrowserServer } from '../src/browser-server.ts';
import { freePort } from '../src/child-process.ts';
import { writeExample } from '../src/example-workspace.ts';
import { lighthouse, slowdownOn, type Form, type Judgement } from '../src/lighthouse.ts';
import { Program } from '../src/program.ts';

const PERFORMANCE = 0.95;

let server: BrowserServer;
let device: BrowserDevice;
let app: AppPage;
let port: number;

beforeAll(async () => {
  server = await browserServer();
  port = await freePort();
  device = await BrowserDevice.create([`--remote-debugging-port=${port}`]);
  app = new AppPage(device.page, server.url);
});

afterAll(async () => {
  await device?.destroy();
  await server?.stop();
});

/**
 * The best of three at most: whatever else the machine does can make a page seem slower, and never faster. The first one
 * tells how fast the machine is.
 */
async function judged(path: string, form: Form): Promise<Judgement> {
  let best: Judgement | undefined;
  let slowdown: number | undefined;
  for (let run = 1; run <= 3 && !(best && best.scores.performance >= PERFORMANCE); run += 1) {
    const judgement = await lighthouse(port, `${server.url}${path}`, form, slowdown);
    const { scores, found, benchmarkIndex } = judgement;
    const said = [...Object.entries(scores), ['benchmark index', benchmarkIndex], ['slowdown', slowdown ?? 'default']];
    process.stdout.write(`Lighthouse ${form} ${path}: ${[...said.flat(), ...found].join(' ')}\n`);
    slowdown = slowdownOn(benchmarkIndex);
    if (!best || judgement.scores.performance > best.scores.performance) best = judgement;
  }
  return best!;
}

async function passes(path: string, form: Form): Promise<void> {
  const { scores, found } = await judged(path, form);
  const failed = Object.entries(scores).filter(([name, score]) => score < (name === 'performance' ? PERFORMANCE : 1));
  // With what was found, so that a failure says why.
  expect(failed.length === 0 ? [] : [...failed, ...found]).toEqual([]);
}

test.each(['desktop', 'mobile'] as const)('[W9] Lighthouse (%s): what a newcomer sees first', (form) =>
  passes('/', form),
);

test.each(['desktop', 'mobile'] as const)(
  '[W9] Lighthouse (%s): the app of somebody who is signed in, with their tasks',
  async (form) => {
    const email = `lighthouse-${form}@example.org`;
    await writeExample(await Program.signUp(server.url, email, PASSWORD), new Date());
    await app.signIn(email);
    await app.synced();
    await app.installed();
    // The app has one leading tab; it is to be the one that is judged.
    await app.page.goto('about:blank');
    await passes('/today', form);
  },
);

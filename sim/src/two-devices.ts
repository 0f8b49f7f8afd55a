import { AppPage, PASSWORD } from './app-page.ts';
import { BrowserDevice } from './browser-device.ts';
import { Program } from './program.ts';
import { ServerProcess } from './server-process.ts';

const EMAIL = 'two-devices@example.org';

export interface Device {
  readonly browser: BrowserDevice;
  readonly app: AppPage;
}

/** One account on two profiles of real Chromium, and the real server in its own process. */
export class TwoDevices {
  readonly #server: ServerProcess;
  readonly a: Device;
  readonly b: Device;

  private constructor(server: ServerProcess, a: Device, b: Device) {
    this.#server = server;
    this.a = a;
    this.b = b;
  }

  static async start(): Promise<TwoDevices> {
    const server = await ServerProcess.start();
    const device = async (how: 'signUp' | 'signIn'): Promise<Device> => {
      const browser = await BrowserDevice.create();
      const app = new AppPage(browser.page, server.url);
      await app[how](EMAIL);
      await app.installed();
      return { browser, app };
    };
    return new TwoDevices(server, await device('signUp'), await device('signIn'));
  }

  get both(): readonly AppPage[] {
    return [this.a.app, this.b.app];
  }

  /** Both at the inbox, online, with everything. */
  async home(): Promise<void> {
    for (const { browser, app } of [this.a, this.b]) {
      await browser.offline(false);
      await app.goto();
      await app.synced();
    }
  }

  /** A task that both have. */
  async shared(title: string): Promise<void> {
    await this.a.app.add(title);
    await this.b.app.row(title).waitFor();
  }

  /** Each does its part without knowing of the other's; then A's reaches the server first. */
  async apart(onA: (app: AppPage) => Promise<unknown>, onB: (app: AppPage) => Promise<unknown>): Promise<void> {
    await this.a.browser.offline(true);
    await this.b.browser.offline(true);
    await onA(this.a.app);
    await onB(this.b.app);
    await this.a.browser.offline(false);
    await this.a.app.synced();
    await this.b.browser.offline(false);
    await this.b.app.synced();
  }

  /** A program of the same account: the second opinion about what the server holds. */
  program(): Promise<Program> {
    return Program.signIn(this.#server.url, EMAIL, PASSWORD);
  }

  async stop(): Promise<void> {
    await this.a.browser.destroy();
    await this.b.browser.destroy();
    await this.#server.stop();
  }
}

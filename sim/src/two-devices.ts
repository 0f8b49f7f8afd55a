import { randomUUID } from 'node:crypto';
import { AppPage, PASSWORD } from './app-page.ts';
import { BrowserDevice } from './browser-device.ts';
import { browserServer, type BrowserServer } from './browser-server.ts';
import { Program } from './program.ts';

export interface Device {
  readonly browser: BrowserDevice;
  readonly app: AppPage;
}

/** One account on two profiles of real Chromium, and the real server in its own process. */
export class TwoDevices {
  readonly #server: BrowserServer;
  readonly #email: string;
  readonly a: Device;
  readonly b: Device;

  private constructor(server: BrowserServer, email: string, a: Device, b: Device) {
    this.#server = server;
    this.#email = email;
    this.a = a;
    this.b = b;
  }

  static async start(): Promise<TwoDevices> {
    const server = await browserServer();
    const email = `${randomUUID()}@example.org`;
    const device = async (how: 'signUp' | 'signIn'): Promise<Device> => {
      const browser = await BrowserDevice.create();
      const app = new AppPage(browser.page, server.url);
      await app[how](email);
      await app.installed();
      return { browser, app };
    };
    return new TwoDevices(server, email, await device('signUp'), await device('signIn'));
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
    return Program.signIn(this.#server.url, this.#email, PASSWORD);
  }

  async stop(): Promise<void> {
    await this.a.browser.destroy();
    await this.b.browser.destroy();
    await this.#server.stop();
  }
}

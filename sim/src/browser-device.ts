import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

const INSTALLED = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const ARGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'];

/** An installed browser, or the one that comes from npm; that one is unpacked first, by one process at a time. */
export async function executable(): Promise<string> {
  const installed = INSTALLED.find((path) => existsSync(path));
  if (installed) return installed;
  const { default: packed } = await import('@sparticuz/chromium');
  return packed.executablePath();
}

/** One browser profile on disk: a device. It can be closed, killed and opened again. */
export class BrowserDevice {
  readonly #profile: string;
  readonly #args: readonly string[];
  #context: BrowserContext | undefined;

  private constructor(profile: string, args: readonly string[]) {
    this.#profile = profile;
    this.#args = args;
  }

  /** @param args more of Chromium's switches */
  static async create(args: readonly string[] = []): Promise<BrowserDevice> {
    const device = new BrowserDevice(await mkdtemp(join(tmpdir(), 'cairn-profile-')), args);
    await device.open();
    return device;
  }

  /** A private window of a browser of its own; closing that browser ends it. */
  static async privately(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    const browser = await chromium.launch({ executablePath: await executable(), headless: true, args: ARGS });
    const context = await browser.newContext(options);
    context.setDefaultTimeout(15_000);
    return context;
  }

  /** The folder with all that this browser has on the disk. */
  get profile(): string {
    return this.#profile;
  }

  get context(): BrowserContext {
    return this.#context!;
  }

  /** The tab that is open since the start. */
  get page(): Page {
    return this.context.pages()[0]!;
  }

  async open(): Promise<void> {
    this.#context = await chromium.launchPersistentContext(this.#profile, {
      executablePath: await executable(),
      headless: true,
      viewport: { width: 1280, height: 800 },
      args: [...ARGS, ...this.#args],
    });
    this.#context.setDefaultTimeout(15_000);
  }

  async offline(offline: boolean): Promise<void> {
    await this.context.setOffline(offline);
  }

  /** `kill -9` of every process of this browser: nothing gets to say goodbye. */
  async kill(): Promise<void> {
    await new Promise((resolve) => execFile('pkill', ['-9', '-f', this.#profile], resolve));
    await this.#context?.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#context?.close().catch(() => undefined);
  }

  async destroy(): Promise<void> {
    await this.close();
    await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

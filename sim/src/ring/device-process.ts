import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { end, endsWithThisProcess } from '../child-process.ts';
import type { DeviceAnswer, DeviceCalls, DeviceRequest, DeviceSettings } from './device-calls.ts';
import { readJournal, type JournalLine } from './journal.ts';

interface Waiting {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A device in a process of its own, which may be killed at any time and started again on its folder. */
export class DeviceProcess {
  readonly #settings: Omit<DeviceSettings, 'seed'>;
  readonly #newSeed: () => number;
  #child: ChildProcess | undefined;
  #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(settings: Omit<DeviceSettings, 'seed'>, newSeed: () => number) {
    this.#settings = settings;
    this.#newSeed = newSeed;
  }

  get session(): DeviceSettings['session'] {
    return this.#settings.session;
  }

  /** Calls fail when the process ends before it has answered. */
  readonly calls: DeviceCalls = new Proxy({} as DeviceCalls, {
    get:
      (_, method: keyof DeviceCalls) =>
      (...args: readonly unknown[]) =>
        this.#ask(method, args),
  });

  /** Resolves when the account is open. */
  async start(): Promise<void> {
    const settings: DeviceSettings = { ...this.#settings, seed: this.#newSeed() };
    const child = fork('sim/src/ring/device-main.ts', [JSON.stringify(settings)], {
      execArgv: ['--import', 'tsx'],
      env: { ...process.env, NODE_OPTIONS: '', NODE_ENV: 'production' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    endsWithThisProcess(child);
    this.#child = child;
    const waiting = (this.#waiting = new Map<number, Waiting>());
    child.on('message', ({ id, result, error }: DeviceAnswer) => {
      const { resolve, reject } = waiting.get(id)!;
      waiting.delete(id);
      if (error === undefined) resolve(result);
      else reject(new Error(error));
    });
    child.once('exit', () => waiting.forEach(({ reject }) => reject(new Error('the device is gone'))));
    await new Promise((resolve, reject) => waiting.set(0, { resolve, reject }));
  }

  /** kill -9 */
  async kill(): Promise<void> {
    if (this.#child) await end(this.#child, 'SIGKILL');
  }

  journal(): JournalLine[] {
    return readJournal(join(this.#settings.folder, 'journal'));
  }

  #ask(method: keyof DeviceCalls, args: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      if (!child?.connected) return reject(new Error('the device is not running'));
      const request: DeviceRequest = { id: (this.#asked += 1), method, args };
      this.#waiting.set(request.id, { resolve, reject });
      child.send(request);
    });
  }
}

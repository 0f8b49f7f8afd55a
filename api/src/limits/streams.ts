import { deviceKey, type DeviceRef } from '../account/session.ts';

/** How many sockets and event streams each session has open at this process. */
export class Streams {
  readonly #open = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** False when the session has as many as it may have; each one that began is to be ended once. */
  begin(device: DeviceRef): boolean {
    const key = deviceKey(device);
    const count = this.#open.get(key) ?? 0;
    if (count >= this.#limit) return false;
    this.#open.set(key, count + 1);
    return true;
  }

  end(device: DeviceRef): void {
    const key = deviceKey(device);
    const count = this.#open.get(key) ?? 0;
    if (count > 1) this.#open.set(key, count - 1);
    else this.#open.delete(key);
  }
}

import { openCairn, type Cairn } from '@cairn/client';
import { testApp } from '@cairn/client/testing';
import type { Payloads } from '@cairn/domain';
import type { Device } from './device.ts';
import type { WorldContext } from './world-context.ts';

/** One tab with the real client. It dies at once and altogether: nothing that it had begun goes on. */
export class Tab {
  isAlive = true;
  /** Undefined until all that is stored is readable. */
  cairn: Cairn<Payloads> | undefined;
  /** What it was told is saved, by event id. */
  readonly saved = new Set<string>();
  readonly device: Device;
  readonly #context: WorldContext;

  constructor(context: WorldContext, device: Device) {
    this.#context = context;
    this.device = device;
  }

  open(): void {
    const { device } = this;
    const { accountId, deviceId, token } = device.session;
    openCairn<Payloads>({
      app: testApp,
      identity: { accountId, deviceId },
      url: 'http://server/graphql',
      webSocketUrl: 'ws://server/graphql',
      token,
      environment: device.environmentFor(this),
      storage: device.disk.open(this),
    }).then(
      (cairn) => {
        if (!this.isAlive) return;
        this.cairn = cairn;
        this.#context.note(`${device.name}: a tab is open`);
      },
      (error: unknown) => this.#context.note(`${device.name}: a tab did not open: ${String(error)}`),
    );
  }

  die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.cairn = undefined;
    if ([...this.device.disk.outbox.entries.values()].some(({ draft }) => draft)) {
      this.#context.counters.count('draft left behind');
    }
    this.device.forget(this);
    this.#context.note(`${this.device.name}: a tab died`);
  }

  /** As a person closes it: it may still put things away. */
  close(): void {
    const { cairn } = this;
    if (!cairn) return this.die();
    this.#context.counters.count('tab closed');
    void cairn.close().then(() => this.die());
  }
}

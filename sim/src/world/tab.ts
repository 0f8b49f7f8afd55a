import { openCairn, type Cairn } from '@cairn/client';
import type { Payloads } from '@cairn/domain';
import type { Account } from './account.ts';
import type { Device, DeviceSession } from './device.ts';
import type { Disk } from './disk.ts';
import { RELEASES, type Release } from './release.ts';
import type { WorldContext } from './world-context.ts';

/** One tab with the real client. It dies at once and altogether: nothing that it had begun goes on. */
export class Tab {
  isAlive = true;
  /** Undefined until all that is stored is readable, and from when the account leaves the device. */
  cairn: Cairn<Payloads> | undefined;
  /** What it was told is saved, by event id. */
  readonly saved = new Set<string>();
  readonly device: Device;
  readonly session: DeviceSession;
  readonly release: Release;
  readonly disk: Disk;
  readonly #context: WorldContext;
  #isFrozen = false;
  readonly #waiting: (() => void)[] = [];

  constructor(context: WorldContext, device: Device, session: DeviceSession) {
    this.#context = context;
    this.device = device;
    this.session = session;
    this.release = device.release;
    this.disk = device.diskOf(session.account.id);
  }

  get account(): Account {
    return this.session.account;
  }

  /** It could not open its storage, and says so. */
  get isInMemory(): boolean {
    return this.cairn?.status.get().storage?.mode === 'memory';
  }

  get isFrozen(): boolean {
    return this.#isFrozen;
  }

  /** Whatever reaches the tab: never when it is dead, and not before it is thawed. */
  enter(work: () => void): void {
    if (!this.isAlive) return;
    if (this.#isFrozen) this.#waiting.push(work);
    else work();
  }

  /** As a browser does with a page in the background: nothing of it runs, and what it holds it goes on holding. */
  freeze(): void {
    if (this.#isFrozen) return;
    this.#isFrozen = true;
    this.#context.counters.count('tab frozen');
  }

  /** What waits comes first, one after the other: what one of them settles goes on before the next comes. */
  thaw(): void {
    const work = this.#waiting.shift();
    if (!work) {
      this.#isFrozen = false;
      return;
    }
    if (this.isAlive) work();
    this.#context.timeline.after(0, () => this.thaw());
  }

  open(): void {
    const { device, session, disk } = this;
    openCairn<Payloads>({
      app: RELEASES[this.release],
      identity: { accountId: session.account.id, deviceId: session.deviceId },
      url: 'http://server/graphql',
      webSocketUrl: 'ws://server/graphql',
      token: {
        read: () => session.token,
        write(token) {
          session.token = token;
        },
      },
      environment: device.environmentFor(this),
      storage: disk.open(this),
    }).then(
      (cairn) => {
        if (!this.isAlive) return;
        this.cairn = cairn;
        if (this.isInMemory) session.account.ledger.keepsNothing(this);
        this.#context.note(`${device.name}: a tab is open${this.isInMemory ? ', and stores nothing' : ''}`);
      },
      (error: unknown) => this.#context.note(`${device.name}: a tab did not open: ${String(error)}`),
    );
  }

  die(): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    this.#waiting.length = 0;
    this.cairn = undefined;
    if ([...this.disk.outbox.entries.values()].some(({ draft }) => draft)) {
      this.#context.counters.count('draft left behind');
    }
    this.device.forget(this);
    this.#context.note(`${this.device.name}: a tab died`);
  }

  /** The account leaves the device. Resolves when nothing of it is stored any more; never where that fails. */
  async wipe(): Promise<void> {
    const cairn = this.cairn!;
    this.cairn = undefined;
    try {
      await cairn.wipe();
    } catch (error) {
      // The intent stays written down, and the next start tries again.
      this.#context.note(`${this.device.name}: the account could not be taken away: ${String(error)}`);
      return new Promise(() => this.die());
    }
    this.die();
  }

  /** As a person closes it: it may still put things away. */
  close(): void {
    const { cairn } = this;
    if (!cairn) return this.die();
    this.#context.counters.count('tab closed');
    this.cairn = undefined;
    void cairn.close().then(() => this.die());
  }
}

import { registry, type Entity, type EntityRef, type Intent, type Mutation, type Payloads } from '@cairn/domain';
import { TEST_ACCOUNT, TestLog } from '@cairn/domain/testing';
import type { RecordAllOptions } from '../cairn.ts';
import type { Environment } from '../environment/environment.ts';
import { memoryOutboxStore, type MemoryOutbox } from '../outbox/memory-outbox-store.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { Recorder } from '../recorder.ts';
import { Replica } from '../replica.ts';
import { SyncState } from '../sync-state.ts';
import { ManualTime } from './manual-time.ts';
import { testApp } from './test-app.ts';

/** A log that devices of one account share, without network between. */
export class TestAccount {
  readonly time = new ManualTime();
  readonly log = new TestLog(registry, this.time.now());
  readonly devices: TestDevice[] = [];
  #random = 0;

  device(name: string, memory?: MemoryOutbox): TestDevice {
    const { now, schedule } = this.time;
    const environment = {
      now,
      schedule,
      random: (bytes: number) => {
        this.#random += 1;
        return new Uint8Array(bytes).fill(this.#random % 251).fill(Math.floor(this.#random / 251), 0, 2);
      },
    } as unknown as Environment;
    const device = new TestDevice(name, this, environment, memory);
    this.devices.push(device);
    return device;
  }
}

/** One device: what a tab has of the account, and the ways its person writes. */
export class TestDevice {
  readonly replica: Replica;
  readonly recorder: Recorder;
  readonly #name: string;
  readonly #account: TestAccount;
  /** What was held, in order: what a screen would have shown. */
  readonly held: OutboxEntry[] = [];

  constructor(name: string, account: TestAccount, environment: Environment, memory?: MemoryOutbox) {
    // Events name their device in undos, and there it must be a UUID.
    this.#name = `01900000-0000-7000-8000-0000000000${name.charCodeAt(0).toString(16)}`;
    this.#account = account;
    const identity = { accountId: TEST_ACCOUNT, deviceId: this.#name };
    this.replica = new Replica({ app: testApp, identity, environment, store: memoryOutboxStore(memory) });
    this.replica.load({ entities: [], cursor: null }, []);
    this.recorder = new Recorder({
      replica: this.replica,
      show: (_entities, write) => write(),
      made: () => undefined,
      environment,
      deviceId: identity.deviceId,
      sync: new SyncState(environment),
      closing: new AbortController().signal,
      onHeld: (entries) => {
        this.held.push(...entries);
        this.replica.view.step({ hold: entries });
      },
    });
  }

  get id(): string {
    return this.#name;
  }

  async record<M extends Mutation>(mutation: M, payload: Payloads[M]): Promise<void> {
    await this.#account.time.advance(1);
    await this.recorder.record(mutation, payload);
  }

  /** Several events as one thing done. */
  async recordAll(intents: readonly Intent[], options?: RecordAllOptions): Promise<void> {
    const { time } = this.#account;
    await time.advance(1);
    const written = this.recorder.recordAll(intents, options);
    let isOver = false;
    const over = () => {
      isOver = true;
    };
    written.then(over, over);
    while (!isOver) await time.advance(1);
    await written;
  }

  entity(ref: EntityRef): Entity | undefined {
    return this.replica.view.get(ref);
  }

  /** Sends what is pending, and takes in what everybody wrote. */
  sync(): void {
    const { log, time } = this.#account;
    log.now = time.now();
    const waiting = this.replica.outbox.all().filter(({ entry }) => !entry.draft);
    const confirm = waiting.map(
      ({ entry: { mutation, input } }) => log.append(this.#name, registry.parse(mutation, input)).entity,
    );
    this.replica.confirm(confirm, { forget: waiting.map(({ entry }) => entry.sequence) });
    this.replica.confirm([...log.state().values()]);
  }
}

import type { Environment, Signal } from '@cairn/client';
import { Broadcast } from './broadcast.ts';
import type { Cluster } from './cluster.ts';
import { DeviceClock } from './device-clock.ts';
import { Disk } from './disk.ts';
import { LockManager } from './lock-manager.ts';
import { Road } from './road.ts';
import { Tab } from './tab.ts';
import { socketMaker, type SocketMaker } from './virtual-socket.ts';
import type { WorldContext } from './world-context.ts';

/** Who is signed in on a device. */
export interface DeviceSession {
  readonly accountId: string;
  readonly deviceId: string;
  readonly token: string;
}

/** One browser profile: what its tabs share, and what outlives them. */
export class Device {
  readonly name: string;
  readonly clock: DeviceClock;
  readonly disk: Disk;
  readonly road: Road;
  readonly sockets: SocketMaker;
  readonly broadcast: Broadcast;
  readonly #locks = new LockManager();
  readonly #context: WorldContext;
  readonly #cluster: Cluster;
  readonly #signals = new Map<Tab, Set<(signal: Signal) => void>>();
  session: DeviceSession;
  tabs: Tab[] = [];
  /** Signed in anew, it is another device, and holds what it wrote as the old one. */
  isSuccessor = false;

  constructor(context: WorldContext, cluster: Cluster, name: string, accountId: string) {
    const { timeline, chance } = context;
    this.#context = context;
    this.#cluster = cluster;
    this.name = name;
    // Most clocks are right to a minute or two, some are quite wrong; none is exact.
    const wrong = chance.below(6) === 0 ? 3 * 24 * 3_600_000 : 90_000;
    this.clock = new DeviceClock(timeline, chance.between(-wrong, wrong), 1 + chance.between(-200, 200) / 1_000_000);
    this.disk = new Disk(context);
    this.road = new Road(context, cluster);
    this.sockets = socketMaker(context, this.road, cluster);
    this.broadcast = new Broadcast(timeline, chance);
    this.session = this.#newSession(accountId);
  }

  /** Ends the session that there is; with the next one the profile is another device. */
  async revoke(): Promise<void> {
    const process = this.#cluster.any();
    if (!process) return;
    if (!(await process.server.services.sessions.revoke(this.session))) return;
    this.#context.counters.count('session revoked');
  }

  /** Signs in anew: the tabs are opened again with what the profile holds. */
  signIn(): void {
    for (const tab of [...this.tabs]) tab.die();
    this.session = this.#newSession(this.session.accountId);
    this.isSuccessor = true;
    this.openTab();
  }

  openTab(): Tab {
    const tab = new Tab(this.#context, this);
    this.tabs.push(tab);
    tab.open();
    return tab;
  }

  /** What a tab leaves behind is what is on disk. */
  forget(tab: Tab): void {
    this.tabs = this.tabs.filter((other) => other !== tab);
    this.#signals.delete(tab);
    this.#locks.leave(tab);
    this.broadcast.leave(tab);
    this.road.leave(tab);
    this.sockets.leave(tab);
  }

  signal(signal: Signal): void {
    for (const listeners of [...this.#signals.values()]) for (const listener of [...listeners]) listener(signal);
  }

  environmentFor(tab: Tab): Environment {
    const { timeline, chance, seams } = this.#context;
    const environment: Environment = {
      now: this.clock.now,
      random: chance.bytes,
      schedule: (work, ms) => timeline.after(ms, () => tab.isAlive && work()),
      fetch: this.road.fetchFor(tab),
      webSocket: this.sockets.socketFor(tab),
      locks: this.#locks.of(tab),
      channel: (name) => this.broadcast.open(tab, name),
      signals: {
        isOnline: () => this.road.isWhole,
        subscribe: (listener) => {
          const listeners = this.#signals.get(tab) ?? new Set();
          this.#signals.set(tab, listeners.add(listener));
          return () => listeners.delete(listener);
        },
      },
    };
    return seams.environment?.(environment, this.disk) ?? environment;
  }

  #newSession(accountId: string): DeviceSession {
    const { chance } = this.#context;
    const deviceId = chance.uuid();
    const secret = Buffer.from(chance.bytes(32)).toString('base64url');
    return { accountId, deviceId, token: this.#cluster.database.signIn({ accountId, deviceId }, secret) };
  }
}

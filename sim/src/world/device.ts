import type { Environment, Signal } from '@cairn/client';
import type { Account } from './account.ts';
import { Broadcast } from './broadcast.ts';
import type { Cluster } from './cluster.ts';
import { DeviceClock } from './device-clock.ts';
import { Disk } from './disk.ts';
import { LockManager } from './lock-manager.ts';
import type { Privacy } from './privacy.ts';
import type { Release } from './release.ts';
import { Road } from './road.ts';
import { Tab } from './tab.ts';
import { socketMaker, type SocketMaker } from './virtual-socket.ts';
import type { WorldContext } from './world-context.ts';

/** Who is signed in on a device. */
export interface DeviceSession {
  readonly account: Account;
  readonly deviceId: string;
  /** One for all tabs, as a browser's cookie is; changes when it is refreshed. */
  token: string;
}

/** One browser profile: what its tabs share, and what outlives them. */
export class Device {
  readonly name: string;
  readonly clock: DeviceClock;
  readonly road: Road;
  readonly sockets: SocketMaker;
  readonly broadcast: Broadcast;
  /** The app that the next tab opens. */
  release: Release = 'today';
  /** Undefined while nobody is signed in. */
  session: DeviceSession | undefined;
  /** Whoever was signed in last. */
  lastAccount: Account | undefined;
  tabs: Tab[] = [];
  /** Who has begun to sign out: written down first, so that it is brought to its end whoever dies half-way. */
  leaving: DeviceSession | undefined;
  readonly #disks = new Map<string, Disk>();
  /** The device that this profile is, by account, until that has left it. */
  readonly #kept = new Map<string, string>();
  #isFinishing = false;
  readonly #locks = new LockManager<Tab>({
    happened: (victim) => this.road.wasRobbed(victim),
    heard: (victim) => this.road.heardOfIt(victim),
  });
  readonly #context: WorldContext;
  readonly #cluster: Cluster;
  readonly #privacy: Privacy;
  readonly #signals = new Map<Tab, Set<(signal: Signal) => void>>();

  constructor(context: WorldContext, cluster: Cluster, privacy: Privacy, name: string) {
    const { timeline, chance } = context;
    this.#context = context;
    this.#cluster = cluster;
    this.#privacy = privacy;
    this.name = name;
    // Most clocks are right to a minute or two, some are quite wrong; none is exact.
    const wrong = chance.below(6) === 0 ? 3 * 24 * 3_600_000 : 90_000;
    this.clock = new DeviceClock(timeline, chance.between(-wrong, wrong), 1 + chance.between(-200, 200) / 1_000_000);
    this.road = new Road(context, cluster, privacy);
    this.sockets = socketMaker(context, this.road, cluster, privacy);
    this.broadcast = new Broadcast(timeline, chance, privacy);
  }

  /** Whether something of the account may be here although somebody else is signed in: its session was ended, not left. */
  isKeptFor(accountId: string): boolean {
    return this.#kept.has(accountId);
  }

  /** By account, also of those who are not signed in. */
  get disks(): ReadonlyMap<string, Disk> {
    return this.#disks;
  }

  diskOf(accountId: string): Disk {
    const owner = this.#context.seams.diskFor?.(accountId, this) ?? accountId;
    const disk = this.#disks.get(owner) ?? new Disk(this.#context, this.#privacy, accountId);
    this.#disks.set(owner, disk);
    return disk;
  }

  async signIn(account: Account): Promise<void> {
    const { chance, note } = this.#context;
    this.session = undefined;
    this.#closeOthers();
    // As long as something of the account is kept here, it is the device that it was.
    const deviceId = this.#kept.get(account.id) ?? chance.uuid();
    const secret = Buffer.from(chance.bytes(32)).toString('base64url');
    const token = await this.#cluster.database.signIn({ accountId: account.id, deviceId }, secret);
    this.session = { account, deviceId, token };
    this.lastAccount = account;
    this.#kept.set(account.id, deviceId);
    note(`${this.name}: signed in to ${account.canary} as ${deviceId}`);
    this.openTab();
  }

  /** Ends a session on the server, from elsewhere. False when that could not be, or it had ended. */
  async revoke({ account, deviceId } = this.session!): Promise<boolean> {
    const process = this.#cluster.any();
    return (await process?.server.services.sessions.revoke({ accountId: account.id, deviceId })) ?? false;
  }

  /**
   * The person signs out in this tab, as the app has it: the intent first, which the other tabs hear of, then the account
   * leaves the device. What is unsent is given up.
   */
  signOut(tab: Tab): void {
    const { cairn, session } = tab;
    const { counters } = this.#context;
    if (!cairn || this.leaving) return;
    this.leaving = session;
    counters.count('signed out');
    if (tab.disk.outbox.entries.size > 0) counters.count('signed out with unsent events');
    if (!this.road.isWhole) counters.count('signed out offline');
    if (this.tabs.length > 1) counters.count('signed out in one of two tabs');
    session.account.ledger.giveUp(this);
    this.#closeOthers(tab);
    void tab.wipe().then(() => this.#left(session));
  }

  /** What a sign-out that died half-way has left is taken away before anything is shown. */
  async #finishLeaving(session: DeviceSession): Promise<void> {
    const { counters, note } = this.#context;
    counters.count('sign-out finished at the next start');
    const user = {
      isAlive: true,
      enter: (work: () => void) => void (user.isAlive && work()),
      // The page that did it is gone as well: the next start begins once more.
      die: () => {
        user.isAlive = false;
        this.#isFinishing = false;
      },
    };
    const { outbox, buckets, sent, journal, kept } = this.diskOf(session.account.id).open(user);
    const ends = await Promise.allSettled([outbox, buckets, sent, journal, kept].map((store) => store?.destroy()));
    note(`${this.name}: the sign-out was finished: ${ends.map(({ status }) => status).join(' ')}`);
    if (ends.every(({ status }) => status === 'fulfilled')) this.#left(session);
  }

  #left(session: DeviceSession): void {
    if (this.leaving !== session) return;
    session.account.ledger.giveUp(this);
    this.leaving = undefined;
    this.session = undefined;
    this.#kept.delete(session.account.id);
    this.#context.note(`${this.name}: ${session.account.canary} has left`);
    this.#closeOthers();
    // The server hears of it when it can be reached.
    void this.revoke(session);
  }

  /** The browser takes all that the site has stored, the session too; nobody is asked. */
  evict(): void {
    const { session } = this;
    for (const tab of [...this.tabs]) tab.die();
    for (const disk of this.#disks.values()) disk.clear();
    this.session = undefined;
    this.leaving = undefined;
    this.#kept.clear();
    session?.account.ledger.giveUp(this);
    this.#context.counters.count('storage evicted');
  }

  /** Those that run, and belong to whoever is signed in. */
  get ownTabs(): readonly Tab[] {
    return this.tabs.filter(({ session, isFrozen }) => session === this.session && !isFrozen);
  }

  /** Undefined while nobody is signed in, or somebody is still on the way out. */
  openTab(): Tab | undefined {
    const { session, leaving } = this;
    if (leaving) {
      if (this.tabs.length === 0 && !this.#isFinishing) {
        this.#isFinishing = true;
        void this.#finishLeaving(leaving).finally(() => (this.#isFinishing = false));
      }
      return undefined;
    }
    if (!session) return undefined;
    const tab = new Tab(this.#context, this, session);
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
    for (const [tab, listeners] of [...this.#signals]) {
      tab.enter(() => {
        for (const listener of [...listeners]) listener(signal);
      });
    }
  }

  environmentFor(tab: Tab): Environment {
    const { timeline, chance, seams } = this.#context;
    const environment: Environment = {
      now: this.clock.now,
      random: chance.bytes,
      schedule(work, ms) {
        let isDue = true;
        const cancel = timeline.after(ms, () => tab.enter(() => isDue && work()));
        return () => {
          isDue = false;
          cancel();
        };
      },
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
    return seams.environment?.(environment, tab.disk) ?? environment;
  }

  /** Every tab hears that it is somebody else's turn, or nobody's. */
  #closeOthers(but?: Tab): void {
    const { timeline, chance } = this.#context;
    for (const tab of this.tabs)
      if (tab !== but) timeline.after(chance.between(0, 5), () => tab.enter(() => tab.close()));
  }
}

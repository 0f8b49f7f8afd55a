import type { Account } from './account.ts';
import { Chance } from './chance.ts';
import { Cluster } from './cluster.ts';
import { checkConvergence, unrest } from './convergence.ts';
import { Counters, type Sometimes } from './counters.ts';
import { Device } from './device.ts';
import { disturb, fetchOwners, heal, type FaultyWorld } from './faults.ts';
import { Ledger } from './ledger.ts';
import { installTimers } from './library-timers.ts';
import { People } from './people.ts';
import { Privacy } from './privacy.ts';
import type { Seams } from './seams.ts';
import { quiet, Timeline } from './timeline.ts';
import { Watch } from './watch.ts';
import { Violation, type WorldContext } from './world-context.ts';
import { MemoryWorldDatabase, type DatabaseOptions, type WorldDatabase } from './world-database.ts';

const START = Date.parse('2026-11-20T09:00:00.000Z');
/** Things that happen before everything heals, at least and at most: what people do, and what goes wrong. */
const HAPPENINGS = [20, 90] as const;
/** Milliseconds between them, at most. */
const APART = 1_500;
/** So long may it take until everything is everywhere, once nothing goes wrong any more [L1]. Milliseconds. */
const PATIENCE = 240_000;
/** And so much longer where a restored backup lacks what a device is waited for to give back. Milliseconds. */
const PATIENCE_FOR_OTHERS = 660_000;

/** So long after everything has healed do people try again what was rejected. Milliseconds. */
const TRY_AGAIN = 20_000;
/** For how long a token is good: some run out in the middle of everything. Milliseconds. */
const TOKEN_LIVES = [30_000, 3_600_000];
/** In whose words each account is written; they do not occur in anything else. */
const CANARIES = ['quagga', 'zorilla'];

export interface RunOptions {
  /** Answers an empty one. Default: in memory. */
  readonly openDatabase?: (options: DatabaseOptions) => Promise<WorldDatabase>;
  readonly seams?: Seams;
  readonly onNote?: (line: string) => void;
}

/** What became of one seed. */
export interface Run {
  readonly seed: number;
  /** The invariant that did not hold, and how. */
  readonly violation: { readonly invariant: string; readonly what: string } | undefined;
  readonly counts: Readonly<Record<Sometimes, number>>;
  readonly steps: number;
  readonly events: number;
  /** Of everything that happened: the same for the same seed. */
  readonly hash: number;
}

let warmUp: Promise<Run> | undefined;

/** Runs the world of one seed to its end. */
export async function runWorld(seed: number, options: RunOptions = {}): Promise<Run> {
  // What libraries load when they are first used takes real time, which no seed gives again: a first run has it done.
  await (warmUp ??= runOnce(0, {}));
  return runOnce(seed, options);
}

async function runOnce(seed: number, { seams = {}, onNote, openDatabase }: RunOptions): Promise<Run> {
  const timeline = new Timeline(START);
  const counters = new Counters();
  let hash = 0;
  let steps = 0;
  let violation: Violation | undefined;
  const note = (line: string) => {
    const text = `${timeline.now() - START} ${line}`;
    for (let at = 0; at < text.length; at += 1) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
    onNote?.(text);
  };
  const context: WorldContext = {
    timeline,
    chance: new Chance(seed),
    counters,
    seams,
    note,
    violated(invariant, what) {
      violation ??= new Violation(invariant, what);
      throw violation;
    },
    failed(error) {
      violation ??= error instanceof Violation ? error : new Violation('HARNESS', String((error as Error).stack));
    },
  };
  const removeTimers = installTimers(timeline);
  let events = 0;
  try {
    const tokenLife = context.chance.pick(TOKEN_LIVES);
    const options = { now: timeline.now, epoch: context.chance.uuid(), tokenLife };
    const database = (await openDatabase?.(options)) ?? new MemoryWorldDatabase({ ...options, seams });
    events = await live(context, database, tokenLife, async (check) => {
      timeline.step();
      await quiet();
      // Time stands still while the database is at work.
      await database.settled();
      steps += 1;
      if (violation) throw violation;
      check();
    });
  } catch (error) {
    context.failed(error);
  } finally {
    removeTimers();
  }
  note(violation ? violation.message : 'all is everywhere');
  return {
    seed,
    violation: violation && { invariant: violation.invariant, what: violation.message },
    counts: counters.all(),
    steps,
    events,
    hash,
  };
}

/** Answers how many events there are in the end. */
async function live(
  context: WorldContext,
  database: WorldDatabase,
  tokenLife: number,
  step: (check: () => void) => Promise<void>,
): Promise<number> {
  const { timeline, chance } = context;
  const cluster = await Cluster.start(context, database, { isOld: chance.below(4) === 0, tokenLife });
  const owners = CANARIES.slice(0, chance.pick([1, 1, 2])).map((canary) => ({ canary, id: chance.uuid() }));
  const accounts: readonly Account[] = owners.map((owner) => {
    const ledger = new Ledger(context, cluster, owner);
    return {
      ...owner,
      ledger,
      people: new People(context, ledger, owner),
      watch: new Watch(context, cluster, ledger, owner),
    };
  });
  for (const { id } of accounts) await database.newAccount(id);
  const privacy = new Privacy(context, owners);
  const names = ['ada', 'ben', 'cyd', 'dee', 'eve'].slice(0, chance.pick([2, 2, 2, 3, 3, 4, 5]));
  const devices = names.map((name) => new Device(context, cluster, privacy, name));
  const world: FaultyWorld = { context, cluster, devices, accounts };
  const check = () => {
    for (const { ledger, watch } of accounts) {
      ledger.check(devices);
      watch.check(devices);
    }
  };

  cluster.wakeupLossRate = chance.pick([0, 0.2, 1]);
  for (const device of devices) {
    device.road.faultRate = chance.pick([0, 0.05, 0.2]);
    device.broadcast.lossRate = chance.pick([0, 0.1]);
    if (chance.below(8) === 0) {
      device.release = 'old';
      context.counters.count('old app');
    }
    // Most are of the first: two people meet on a device only now and then.
    await device.signIn(accounts[chance.below(4) === 0 ? accounts.length - 1 : 0]!);
    if (chance.below(3) === 0) device.openTab();
  }
  const happen = async () => {
    const device = chance.pick(devices);
    const tab = device.ownTabs.length > 0 ? chance.pick(device.ownTabs) : undefined;
    const what = chance.below(10);
    if (what <= 2) await disturb(world);
    else if (tab && chance.below(2) === 0 && (tab.cairn?.parked.get().length ?? 0) > 0) {
      tab.account.people.settleParked(tab, { gives: 'up or again' });
    } else if (tab) tab.account.people.act(tab);
    else if (chance.below(3) === 0) device.openTab();
  };
  for (let left = chance.between(...HAPPENINGS); left > 0; left -= 1) {
    let isDue = false;
    timeline.after(chance.below(APART), () => (isDue = true));
    while (!isDue) await step(check);
    await happen();
    await quiet();
    await database.settled();
  }

  await heal(world);
  const healed = timeline.now();
  const patience = PATIENCE + (cluster.generation > 0 ? PATIENCE_FOR_OTHERS : 0);
  let deadline = healed + patience;
  const why = () => unrest(cluster, devices, accounts);
  for (let told = why(); told; told = why()) {
    if (timeline.now() > deadline) context.violated('L1', told);
    await step(check);
    const gives = timeline.now() < healed + TRY_AGAIN ? 'up or again' : 'up';
    for (const device of devices) {
      if (device.tabs.length === 0) device.openTab();
      // It says that it stores nothing; what is stored waits for a tab that can.
      for (const tab of device.ownTabs) if (tab.isInMemory) tab.close();
      // It says that it needs a newer app; where one is open, that one takes over by itself.
      const [only, ...others] = device.ownTabs;
      const isOld = only && only.release !== device.release && others.length === 0;
      if (isOld && only.cairn?.status.get().lastError === 'UPGRADE_REQUIRED') only.close();
      for (const tab of device.ownTabs) tab.account.people.settleParked(tab, { gives });
    }
    if (await fetchOwners(world)) deadline = timeline.now() + patience;
  }
  for (const account of accounts) await checkConvergence(context, cluster, devices, account);
  await cluster.stop();
  return accounts.reduce((sum, { ledger }) => sum + ledger.events.length, 0);
}

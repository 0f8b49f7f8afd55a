import { Chance } from './chance.ts';
import { Cluster } from './cluster.ts';
import { checkConvergence, unrest } from './convergence.ts';
import { Counters, type Sometimes } from './counters.ts';
import { Device } from './device.ts';
import { disturb, heal, type FaultyWorld } from './faults.ts';
import { Ledger } from './ledger.ts';
import { installTimers } from './library-timers.ts';
import { People } from './people.ts';
import type { Seams } from './seams.ts';
import { quiet, Timeline } from './timeline.ts';
import { Watch } from './watch.ts';
import { Violation, type WorldContext } from './world-context.ts';

const START = Date.parse('2026-11-20T09:00:00.000Z');
/** Things that happen before everything heals, at least and at most: what people do, and what goes wrong. */
const HAPPENINGS = [20, 90] as const;
/** Milliseconds between them, at most. */
const APART = 1_500;
/** So long may it take until everything is everywhere, once nothing goes wrong any more [L1]. Milliseconds. */
const PATIENCE = 240_000;

export interface RunOptions {
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

async function runOnce(seed: number, { seams = {}, onNote }: RunOptions): Promise<Run> {
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
    events = await live(context, async (check) => {
      timeline.step();
      await quiet();
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
async function live(context: WorldContext, step: (check: () => void) => Promise<void>): Promise<number> {
  const { timeline, chance } = context;
  const cluster = await Cluster.start(context);
  const accountId = chance.uuid();
  cluster.database.newAccount(accountId);
  const names = ['ada', 'ben', 'cyd', 'dee', 'eve'].slice(0, chance.pick([2, 2, 2, 3, 3, 4, 5]));
  const devices = names.map((name) => new Device(context, cluster, name, accountId));
  const ledger = new Ledger(context, cluster);
  const watch = new Watch(context, cluster, ledger);
  const people = new People(context, ledger);
  const world: FaultyWorld = { context, cluster, devices, ledger };
  const check = () => {
    ledger.check(devices);
    watch.check(devices);
  };

  cluster.wakeupLossRate = chance.pick([0, 0.2, 1]);
  for (const device of devices) {
    device.road.faultRate = chance.pick([0, 0.05, 0.2]);
    device.broadcast.lossRate = chance.pick([0, 0.1]);
    device.openTab();
    if (chance.below(3) === 0) device.openTab();
  }
  const happen = async () => {
    const device = chance.pick(devices);
    const tab = device.tabs.length > 0 ? chance.pick(device.tabs) : undefined;
    const what = chance.below(10);
    if (what <= 2) await disturb(world);
    else if (tab && chance.below(2) === 0 && (tab.cairn?.parked.get().length ?? 0) > 0) {
      people.settleParked(tab, { gives: 'up or again' });
    } else if (tab) people.act(tab);
    else if (chance.below(3) === 0) device.openTab();
  };
  for (let left = chance.between(...HAPPENINGS); left > 0; left -= 1) {
    let isDue = false;
    timeline.after(chance.below(APART), () => (isDue = true));
    while (!isDue) await step(check);
    await happen();
    await quiet();
  }

  await heal(world);
  const deadline = timeline.now() + PATIENCE;
  for (let why = unrest(cluster, devices); why; why = unrest(cluster, devices)) {
    if (timeline.now() > deadline) context.violated('L1', why);
    await step(check);
    for (const device of devices) {
      if (device.tabs.length === 0) device.openTab();
      for (const tab of device.tabs) people.settleParked(tab, { gives: 'up' });
    }
  }
  await checkConvergence(context, cluster, devices, ledger);
  await cluster.stop();
  return ledger.events.length;
}

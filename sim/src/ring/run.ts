import { everyAccount } from '@cairn/prisma/testing';
import { randomFrom, type Random } from '../random.ts';
import { closingScene } from './closing-scene.ts';
import { ringFaults, type RingFault } from './faults.ts';
import { Ring } from './ring.ts';
import { quiet, verdict } from './verdict.ts';

/** Short, so that tokens expire in the middle of everything; seconds. */
const TOKEN_LIFE = 8;

export interface RingRunOptions {
  readonly seed: number;
  /** How long everything breaks and everybody writes. */
  readonly seconds: number;
  /** Milliseconds, at most, from one fault to the next. */
  readonly faultEvery: number;
  /** Milliseconds from one action of a device to its next. */
  readonly writeEvery: number;
  /** Seconds, after everything has healed, until all outboxes are empty and everybody has everything. */
  readonly quietWithin: number;
  readonly say?: (line: string) => void;
}

export interface RingRun {
  readonly counts: Readonly<Record<string, number>>;
  /** Empty when all is well. */
  readonly wrong: readonly string[];
  /** Seconds that it took to become quiet. */
  readonly quietAfter: number;
}

/** Three devices of one account and two of another write, each to one of two servers, while everything breaks. */
export async function runRing(options: RingRunOptions): Promise<RingRun> {
  const { seed, say = () => {} } = options;
  const random = randomFrom(seed);
  const ring = await Ring.create({ accounts: [3, 2], seed, tokenLife: TOKEN_LIFE });
  try {
    await Promise.all(ring.devices.map(({ process }) => process.calls.write(options.writeEvery)));
    const { happened, wrong } = await breakThings(ring, random, options);
    say('healed');
    await Promise.all(ring.devices.map(({ process }) => process.calls.rest()));
    const quietAfter = await quiet(ring, options.quietWithin);
    await closingScene(ring, options.quietWithin);
    await quiet(ring, options.quietWithin);
    wrong.push(...(await verdict(ring)));
    return { counts: { ...happened, ...(await countsOf(ring)) }, wrong, quietAfter };
  } finally {
    await ring.destroy();
  }
}

/** Every fault once, in a random order, and then at random for as long as there is time; resolves when all are mended. */
async function breakThings(ring: Ring, random: Random, { seconds, faultEvery, writeEvery, say }: RingRunOptions) {
  const happened: Record<string, number> = Object.fromEntries(ringFaults.map(({ name }) => [name, 0]));
  const wrong: string[] = [];
  const busy = new Set<string>();
  const running = new Set<Promise<void>>();
  const first = shuffled(ringFaults, random);
  const started = performance.now();
  const passed = () => (performance.now() - started) / 1_000;

  const begin = (fault: RingFault, on: string) => {
    say?.(`${passed().toFixed(1).padStart(6)} s  ${fault.name} (${on})`);
    busy.add(on);
    const run = fault
      .run(ring, on, random, writeEvery)
      .then(() => void (happened[fault.name]! += 1))
      .catch((error: unknown) => void wrong.push(`${fault.name}: ${String(error)}`))
      .finally(() => {
        busy.delete(on);
        running.delete(run);
      });
    running.add(run);
  };

  while (passed() < seconds || first.length > 0) {
    const fault = first[0] ?? random.pick(ringFaults);
    const on = fault.on(ring, random);
    if (!busy.has(on)) {
      first.shift();
      begin(fault, on);
      await new Promise((resolve) => setTimeout(resolve, faultEvery / 4 + random.below((faultEvery * 3) / 4)));
    } else {
      if (first.length > 1) first.push(first.shift()!);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    wrong.push(...ring.servers.filter((server) => !server.isRunning && !busy.has(nameOf(ring, server))).map(lastWords));
    if (wrong.length > 0) break;
  }
  await Promise.all(running);
  return { happened, wrong };
}

/** What must have happened at least once, or the run proved nothing. */
async function countsOf(ring: Ring): Promise<Record<string, number>> {
  const prisma = everyAccount(await ring.database());
  const status = (status: string) => prisma.receipt.count({ where: { status } });
  const journals = ring.devices.map(({ process }) => process.journal());
  const lines = journals.flat();
  const happened = (what: string) => lines.filter((line) => line.kind === 'happened' && line.what === what).length;
  return {
    events: await prisma.event.count(),
    'saved on a device': lines.filter(({ kind }) => kind === 'saved').length,
    merged: await status('MERGED'),
    conflict: await status('CONFLICT'),
    'conflict settled': await prisma.event.count({ where: { type: { endsWith: 'ConflictSettled' } } }),
    'word typed': happened('typed'),
    undone: happened('undone'),
    redone: happened('redone'),
    're-send answered': lines.filter((line) => line.kind === 'receipt' && line.resent).length,
    'token refreshed': happened('token refreshed'),
    'request failed': happened('request failed'),
    'socket opened again': happened('socket opened') - happened('opened'),
    'device started again': happened('opened') - journals.length,
  };
}

function nameOf(ring: Ring, server: Ring['servers'][number]): string {
  return `server ${ring.servers.indexOf(server)}`;
}

function lastWords(server: Ring['servers'][number]): string {
  return `[L2] a server ended by itself: ${server.output.slice(-2_000)}`;
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]!);
}

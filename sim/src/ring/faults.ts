import { Redis } from 'ioredis';
import type { ServerProcess } from '../server-process.ts';
import type { Random } from '../random.ts';
import type { Ring, RingDevice } from './ring.ts';
import type { Direction } from './tcp-proxy.ts';

/** One thing that goes wrong, and is mended again before it resolves. */
export interface RingFault {
  readonly name: string;
  /** What it needs for itself; two faults on one of these would undo each other. */
  on(ring: Ring, random: Random): string;
  run(ring: Ring, on: string, random: Random, writeEvery: number): Promise<void>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

const CHANNEL = 'cairn:wakeups';

/** As a supervisor does: a server that cannot start because its database is away is started again. */
async function startAgain(server: ServerProcess): Promise<void> {
  for (;;) {
    try {
      return await server.start();
    } catch {
      await server.kill('SIGKILL');
    }
  }
}

/** @param ms how long it lasts; of that between a quarter and all */
function lasting(random: Random, ms: number): Promise<void> {
  return pause(ms / 4 + random.below((ms * 3) / 4));
}

function postgres(name: string, run: (ring: Ring, random: Random) => Promise<void>): RingFault {
  return { name, on: () => 'postgres', run: (ring, _on, random) => run(ring, random) };
}

function redis(name: string, run: (ring: Ring, random: Random) => Promise<void>): RingFault {
  return { name, on: () => 'redis', run: (ring, _on, random) => run(ring, random) };
}

function server(name: string, run: (server: ServerProcess, random: Random) => Promise<void>): RingFault {
  return {
    name,
    on: (_ring, random) => `server ${random.below(2)}`,
    run: (ring, on, random) => run(ring.servers[on === 'server 0' ? 0 : 1], random),
  };
}

type DeviceFault = (device: RingDevice, ring: Ring, random: Random, writeEvery: number) => Promise<void>;

function device(name: string, run: DeviceFault): RingFault {
  return {
    name,
    on: (ring, random) => random.pick(ring.devices).name,
    run: (ring, on, random, writeEvery) =>
      run(
        ring.devices.find((one) => one.name === on)!,
        ring,
        random,
        writeEvery,
      ),
  };
}

async function stopping({ road }: RingDevice, directions: readonly Direction[], time: Promise<void>): Promise<void> {
  for (const direction of directions) road.stop(direction);
  await time;
  for (const direction of directions) road.flow(direction);
}

/** Everything that the ring knows to break. */
export const ringFaults: readonly RingFault[] = [
  postgres('PostgreSQL stops immediately', async (ring, random) => {
    await ring.postgres.stopImmediately();
    await lasting(random, 3_000);
    await ring.postgres.start();
  }),
  postgres('PostgreSQL is killed', async (ring) => {
    await ring.postgres.kill();
    await ring.postgres.start();
  }),
  postgres('PostgreSQL cannot be reached', async ({ toPostgres }, random) => {
    toPostgres.close();
    await lasting(random, 4_000);
    toPostgres.open();
  }),
  postgres('PostgreSQL falls silent', async ({ toPostgres }, random) => {
    const direction = random.pick(['up', 'down'] as const);
    toPostgres.stop(direction);
    await lasting(random, 4_000);
    // The connections of then are lost, as after a router's restart: what was held never arrives.
    toPostgres.cut();
    toPostgres.flow(direction);
  }),
  server('a server is killed', async (one, random) => {
    await one.kill('SIGKILL');
    await lasting(random, 2_000);
    await startAgain(one);
  }),
  server('a server is restarted', async (one) => {
    await one.kill('SIGTERM');
    await startAgain(one);
  }),
  server('a server stands still', async (one, random) => {
    one.pause();
    await lasting(random, 6_000);
    one.resume();
  }),
  redis('Redis is killed', async (ring, random) => {
    await ring.redis.kill();
    await lasting(random, 4_000);
    await ring.redis.start();
  }),
  redis('hints are lost', async ({ toRedis }, random) => {
    toRedis.stop('down');
    await lasting(random, 4_000);
    toRedis.cut();
    toRedis.flow('down');
  }),
  redis('hints come twice, too early and too late', async (ring, random) => {
    const publisher = new Redis(ring.redis.port, { maxRetriesPerRequest: 1 });
    for (const accountId of ring.accountIds) {
      for (const hint of [`${accountId} 1`, `${accountId} 999999`, `${accountId} 999999`, accountId, 'nonsense NaN']) {
        await publisher.publish(CHANNEL, hint);
        await pause(random.below(50));
      }
    }
    publisher.disconnect();
  }),
  device('a road is cut', async ({ road }) => road.cut()),
  device('a road is closed', async ({ road }, _ring, random) => {
    road.close();
    await lasting(random, 6_000);
    road.open();
  }),
  device('nothing arrives at the server', (one, _ring, random) => stopping(one, ['up'], lasting(random, 8_000))),
  device('nothing arrives from the server', (one, _ring, random) => stopping(one, ['down'], lasting(random, 8_000))),
  device('a road falls silent', (one, _ring, random) => stopping(one, ['up', 'down'], lasting(random, 8_000))),
  device('a road is slow', async ({ road }, _ring, random) => {
    road.delay('up', 50 + random.below(300));
    road.delay('down', 50 + random.below(300));
    await lasting(random, 6_000);
    road.delay('up', 0);
    road.delay('down', 0);
  }),
  device('a request is lost', async ({ road }) => strike(road, 'lose-request')),
  device('a reply is lost after the commit', async ({ road }) => strike(road, 'lose-reply')),
  device('a device goes to the other server', async ({ road }, { servers }, random) => {
    road.leadTo(servers[random.below(2) === 0 ? 0 : 1].port);
    road.cut();
  }),
  device('a device is killed', async ({ process }, _ring, random, writeEvery) => {
    await process.kill();
    await lasting(random, 2_000);
    await process.start();
    await process.calls.write(writeEvery);
  }),
];

/** Of the next batch that the device sends. */
async function strike(road: RingDevice['road'], fault: 'lose-request' | 'lose-reply'): Promise<void> {
  const before = road.happened[fault];
  road.inject({ fault, text: '"operationName":"replayEvents"' });
  for (let waited = 0; road.happened[fault] === before; waited += 50) {
    if (waited > 60_000) throw new Error('the device sent nothing for a minute');
    await pause(50);
  }
}

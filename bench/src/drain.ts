import { memoryStorage, openCairn } from '@cairn/client';
import { nodeEnvironment } from '@cairn/client/node';
import { testApp } from '@cairn/client/testing';
import type { Payloads } from '@cairn/domain';
import { WebSocket } from 'ws';
import { temporaryPostgres } from '@cairn/prisma/testing';
import { ServerProcess } from '../../sim/src/server-process.ts';
import { signUp } from './seed.ts';
import { round, table } from './table.ts';

const COUNT = 10_000;

/** Seconds from regaining the network to converged, with 10,000 events in the outbox. */
export async function drainBench(): Promise<string> {
  const rows = [['10,000 pending events drained to converged', 'seconds', 'events a second']];
  const postgres = await temporaryPostgres();
  for (const [name, databaseUrl] of [
    ['PostgreSQL', postgres.url],
    ['embedded', ''],
  ] as const) {
    const server = await ServerProcess.start({ databaseUrl });
    const session = await signUp(server.url, 'drain@example.org');
    let online = false;
    const environment = nodeEnvironment({ webSocket: WebSocket });
    const cairn = await openCairn<Payloads>({
      app: testApp,
      identity: session,
      url: `${server.url}/graphql`,
      webSocketUrl: `${server.url.replace('http', 'ws')}/graphql`,
      token: session.token,
      environment: {
        ...environment,
        fetch: (input, init) =>
          online ? environment.fetch(input, init) : Promise.reject(new TypeError('Failed to fetch')),
      },
      storage: memoryStorage(),
    });
    const ids = Array.from({ length: COUNT / 4 }, () => cairn.newId());
    await Promise.all(ids.map((taskId, n) => cairn.record('createTask', { taskId, title: `Task ${n}`, order: 'a0' })));
    for (const edit of [1, 2]) {
      await Promise.all(ids.map((taskId) => cairn.record('retitleTask', { taskId, title: `Edited ${edit} times` })));
    }
    await Promise.all(ids.map((taskId) => cairn.record('completeTask', { taskId })));

    const started = performance.now();
    online = true;
    cairn.syncNow();
    await new Promise<void>((resolve) => {
      cairn.status.subscribe(() => {
        const { pending, caughtUp } = cairn.status.get();
        if (pending === 0 && caughtUp) resolve();
      });
    });
    const seconds = (performance.now() - started) / 1_000;
    if (cairn.status.get().parked > 0) throw new Error('events were parked');
    rows.push([name, round(seconds), round(COUNT / seconds)]);
    await cairn.close();
    await server.stop();
  }
  await postgres.drop();
  return table(rows);
}

import { Appender, projections } from '@cairn/api';
import { newAccount, newDevice, Writer } from '@cairn/api/testing';
import { registry } from '@cairn/domain';
import { given, type Said } from '@cairn/domain/testing';
import { openDatabase } from '@cairn/prisma';
import { temporaryPostgres } from '@cairn/prisma/testing';
import { median, round, table } from './table.ts';

const CONCURRENT = [1, 10, 1_000];
const ROUNDS = 30;
const TASK = '01900000-0000-7000-8000-0000000000aa';

/** What merging one event costs, by how many others it is concurrent with. */
export async function mergeBench(): Promise<string> {
  const rows = [
    [
      'concurrent events',
      'the merge itself, later date wins, µs',
      'tags, µs',
      'append, later date wins, ms',
      'append that asks, ms',
    ],
  ];
  const postgres = await temporaryPostgres();
  const { prisma, close } = await openDatabase({ url: postgres.url });
  // Once for nothing: the first of them would pay for compiling.
  await appended(10, 'retitleTask', { title: 'Another' });
  pure(10, { mutation: 'scheduleTask', payload: { taskId: TASK, due: '2026-12-24' } });
  for (const concurrent of CONCURRENT) {
    rows.push([
      round(concurrent),
      round(pure(concurrent, { mutation: 'scheduleTask', payload: { taskId: TASK, due: '2026-12-24' } })),
      round(pure(concurrent, { mutation: 'tagTask', payload: { taskId: TASK, tags: ['home'] } })),
      round(await appended(concurrent, 'scheduleTask', { due: '2026-12-24' })),
      round(await appended(concurrent, 'retitleTask', { title: 'Another' })),
    ]);
  }
  await close();
  await postgres.drop();
  return table(rows);

  /** Milliseconds of one append, at the end of a log of which its writer has seen only the beginning. */
  async function appended(concurrent: number, mutation: 'scheduleTask' | 'retitleTask', payload: object) {
    const times: number[] = [];
    const accountId = await newAccount(prisma);
    const appender = new Appender({ prisma, registry, projections, now: Date.now });
    const [here, there] = [newDevice(accountId), newDevice(accountId)];
    const writer = new Writer(Date.now() - 3_600_000);
    const taskId = writer.newId();
    await appender.append(here, [writer.event('createTask', { taskId, title: 'Milk', order: 'a0' })]);
    const others = Array.from({ length: concurrent }, (_, n) =>
      n % 2 === 0
        ? writer.event('retitleTask', { taskId, title: `Title ${n}` }, { parentVersion: 1 })
        : writer.event('scheduleTask', { taskId, due: '2026-11-30' }, { parentVersion: 1 }),
    );
    for (let at = 0; at < others.length; at += 250) await appender.append(there, others.slice(at, at + 250));
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      const event = writer.event(mutation, { taskId, ...payload } as never, { parentVersion: 1 });
      const started = performance.now();
      // A writer of its own each time: its own earlier events would be its past.
      await appender.append(newDevice(accountId), [event]);
      times.push(performance.now() - started);
    }
    return median(times);
  }
}

/** Microseconds of one merge onto the entity, with so many writes that its writer has not seen. */
function pure(concurrent: number, said: Said): number {
  const history: Said[] = [{ mutation: 'createTask', payload: { taskId: TASK, title: 'Milk', order: 'a0' } }];
  for (let n = 0; n < concurrent; n += 1) {
    history.push({
      device: 'B',
      parentVersion: 1,
      ...(n % 2 === 0
        ? { mutation: 'scheduleTask', payload: { taskId: TASK, due: '2026-11-30' } }
        : { mutation: 'tagTask', payload: { taskId: TASK, tags: [`tag${n % 20}`] } }),
    });
  }
  const { log } = given(registry, history);
  const times: number[] = [];
  for (let turn = 0; turn < ROUNDS * 10; turn += 1) {
    const event = registry.parse(said.mutation, {
      event: {
        id: `01900000-0000-7000-8000-${String(100_000 + turn).padStart(12, '0')}`,
        parentVersion: 1,
        sequence: turn + 1,
        occurredAt: `2026-11-20T10:00:00.000Z-${turn.toString(16).padStart(4, '0')}`,
      },
      ...said.payload,
    });
    const started = performance.now();
    log.append(`C${turn}`, event);
    times.push((performance.now() - started) * 1_000);
  }
  return median(times);
}

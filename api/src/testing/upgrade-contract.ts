import { randomUUID } from 'node:crypto';
import { formatClock, registry } from '@cairn/domain';
import { openDatabase, type Database, type OpenOptions } from '@cairn/prisma';
import { everyAccount, leaveOlder } from '@cairn/prisma/testing';
import fc from 'fast-check';
import { rebuild } from '../append/rebuild.ts';
import { concepts } from '../registry.ts';
import { WORLD_START } from './log-world.ts';

/** Before entities told of conflicts, and of how far each device had got. */
const OLD_MIGRATION = '20261120000000_init';

interface OldEvent {
  readonly device: number;
  /** As far back from the version before as the entity is old. */
  readonly unseen: number;
  readonly at: number;
  readonly applied: Readonly<Record<string, string | number>>;
}

const oldHistory = fc.array(
  fc.record({
    device: fc.nat(2),
    unseen: fc.nat(4),
    at: fc.nat(500),
    applied: fc.record(
      { title: fc.constantFrom('One', 'Two'), due: fc.constant('2026-11-30'), priority: fc.nat(3) },
      { requiredKeys: [] },
    ),
  }),
  { maxLength: 12 },
);

/** The rows that the release before wrote for one task with this history. */
function oldRows(history: readonly OldEvent[]) {
  const [accountId, entityId] = [randomUUID(), randomUUID()];
  const devices = [randomUUID(), randomUUID(), randomUUID()];
  const created = { title: 'Zero', order: 'a0', createdAt: '2026-11-20T09:00:00.000Z' };
  const all = [{ device: 0, unseen: 0, at: 0, applied: created }, ...history];
  const initial = { description: '', listId: null, start: null, due: null, priority: 0, completedAt: null };
  const task = { accountId, id: entityId, deletedAt: null, version: 0, position: 0, ...initial };
  const writers: Record<string, object> = {};
  const events = all.map(({ device, unseen, at, applied }, index) => {
    const version = index + 1;
    const clock = formatClock(WORLD_START + at);
    for (const field of Object.keys(applied)) writers[field] = { version, clock, device: devices[device] };
    Object.assign(task, applied, { version, position: version });
    return {
      ...{ accountId, position: version, id: randomUUID(), entityType: 'Task', entityId, version, schema: 1 },
      ...{ type: index === 0 ? 'TaskCreated' : 'TaskRetitled', deviceId: devices[device], sequence: version },
      ...{ parentVersion: Math.max(0, index - unseen), occurredAt: clock, clock, asked: applied, applied },
      ...{ recordedAt: new Date(WORLD_START).toISOString(), before: {}, lost: {} },
    };
  });
  return { accountId, events, task: { ...task, writers } };
}

/** That what an older release has written is as good as written today. */
export function upgradeContract(
  name: string,
  place: () => Promise<OpenOptions & { readonly drop: () => unknown }>,
): void {
  test(`[fault F29] [A7] [E4] projections of an older release are what a rebuild makes of its log, on ${name}`, async () => {
    const { drop, ...where } = await place();
    let database: Database | undefined;
    try {
      const accounts = fc.sample(oldHistory, { numRuns: 60, seed: 7 }).map(oldRows);
      await leaveOlder(where as { dataDir: string }, OLD_MIGRATION, async (pool) => {
        const insert = (table: string, rows: readonly object[]) =>
          pool.query(`insert into "${table}" select * from jsonb_populate_recordset(null::"${table}", $1::jsonb)`, [
            JSON.stringify(rows),
          ]);
        await insert(
          'Head',
          accounts.map(({ accountId, events }) => ({ accountId, position: events.length, turn: 1 })),
        );
        await insert(
          'Event',
          accounts.flatMap(({ events }) => events),
        );
        await insert(
          'Task',
          accounts.map(({ task }) => task),
        );
      });
      database = await openDatabase(where);
      const { prisma } = database;
      const projections = concepts.map(({ projection }) => projection);
      for (const { accountId, events } of accounts) {
        const rebuilt = await rebuild(prisma, registry, projections, accountId);
        expect(rebuilt).toEqual({ events: events.length, entities: 1, differing: [] });
      }
      const rows = await everyAccount(database).task.findMany();
      expect(rows.filter(({ writers }) => JSON.stringify(writers).includes('unseen')).length).toBeGreaterThan(10);
    } finally {
      await database?.close();
      await drop();
    }
  }, 60_000);
}

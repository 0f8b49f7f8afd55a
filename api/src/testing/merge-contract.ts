import { entityKey, formatClock, registry, type Entity } from '@cairn/domain';
import {
  absences,
  beginning,
  interleave,
  live,
  lives,
  productWorld,
  settleDown,
  TEST_ACCOUNT,
  TestLog,
  type LogRow,
} from '@cairn/domain/testing';
import fc from 'fast-check';
import { fromRow, type StoredRow } from '../entity/projection.ts';
import { concepts } from '../registry.ts';
import type { TestDatabase } from './databases.ts';
import { newDevice } from './accounts.ts';
import { LogWorld, statuses, WORLD_START } from './log-world.ts';

/** That the append merges as the domain says, and stores what it takes to know that later. */
export function mergeContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`merging on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
    });

    const at = (seconds: number) => formatClock(WORLD_START - 30_000 + seconds * 1_000);

    test('[M1] three offline edits in a row do not conflict with themselves, also when the first was merged', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      await world.one(b, writer.event('prioritizeTask', { taskId, priority: 3 }, { parentVersion: 1 }));
      const edits = ['One', 'Two', 'Three'].map((title) =>
        writer.event('retitleTask', { taskId, title }, { parentVersion: 1 }),
      );
      const receipts = [await world.append(a, edits[0]!), await world.append(a, edits[1]!, edits[2]!)].flat();
      expect(statuses(receipts)).toEqual(['MERGED', 'MERGED', 'MERGED']);
      expect(receipts.at(-1)!.entity).toMatchObject({ title: 'Three', priority: 3, version: 5 });
    });

    test('[M1] a program without an outbox is read strictly', async () => {
      const { writer, accountId } = world;
      const taskId = await world.task();
      const program = newDevice(accountId, true);
      const prioritize = (priority: number, seconds: number) =>
        writer.event('prioritizeTask', { taskId, priority }, { parentVersion: 1, occurredAt: at(seconds) });
      const receipts = await world.append(program, prioritize(2, 2), prioritize(1, 1));
      expect(statuses(receipts)).toEqual(['APPLIED', 'MERGED']);
      expect(receipts[1]!.entity).toMatchObject({ priority: 2 });
    });

    test('[M2] different fields: both are kept', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      await world.one(a, writer.event('retitleTask', { taskId, title: 'Buy oat milk' }, { parentVersion: 1 }));
      const receipt = await world.one(
        b,
        writer.event('scheduleTask', { taskId, due: '2026-11-30' }, { parentVersion: 1 }),
      );
      expect(receipt).toMatchObject({ status: 'MERGED', entity: { title: 'Buy oat milk', due: '2026-11-30' } });
    });

    test('[M3] [M5] the same field goes to the later clock, and what lost stays in the log', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      const prioritize = (priority: number, seconds: number) =>
        writer.event('prioritizeTask', { taskId, priority }, { parentVersion: 1, occurredAt: at(seconds) });
      await world.one(a, prioritize(3, 2));
      expect(await world.one(b, prioritize(1, 1))).toMatchObject({ status: 'MERGED', entity: { priority: 3 } });
      expect(await world.events()).toMatchObject([
        { type: 'TaskCreated' },
        { applied: { priority: 3 }, before: { priority: 0 }, lost: {}, merged: [] },
        {
          asked: { taskId, priority: 1 },
          applied: {},
          before: {},
          lost: { priority: 1 },
          merged: [{ field: 'priority', outcome: 'LOST', with: { version: 2, clock: at(2), device: a.deviceId } }],
        },
      ]);
    });

    test('[M3] [A2] a receipt says what was merged with what, and says it again on a re-send', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      await world.one(a, writer.event('scheduleTask', { taskId, due: '2026-11-30' }, { parentVersion: 1 }));
      const ahead = { parentVersion: 1, occurredAt: at(600) };
      const prioritize = writer.event('prioritizeTask', { taskId, priority: 3 }, ahead);
      const first = await world.one(b, prioritize);
      const { deviceId } = a;
      expect(first).toMatchObject({
        status: 'MERGED',
        clockClamped: true,
        merged: [{ field: 'due', outcome: 'KEPT', version: 2, clock: expect.any(String), deviceId }],
      });
      expect(await world.one(b, prioritize)).toEqual({ ...first, resent: true });
    });

    test('[M5] what is in the trash takes later edits along and comes back whole', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      await world.one(a, writer.event('deleteTask', { taskId }, { parentVersion: 1 }));
      const edit = await world.one(b, writer.event('retitleTask', { taskId, title: 'Edited' }, { parentVersion: 1 }));
      expect(edit).toMatchObject({ status: 'MERGED', entity: { title: 'Edited', deletedAt: expect.any(String) } });
      const restored = await world.one(a, writer.event('restoreTask', { taskId }, { parentVersion: 3 }));
      expect(restored.entity).toMatchObject({ title: 'Edited', deletedAt: null, version: 4 });
    });

    test('[A7] [M8] the log, its rebuild and the domain agree on any history in any batches', async () => {
      await fc.assert(
        fc.asyncProperty(
          absences(['x', 'y'], WORLD_START - 60_000),
          fc.array(fc.nat({ max: 7 }), { minLength: 1, maxLength: 20 }),
          fc.integer({ min: 1, max: 6 }),
          async (away, choices, size) => {
            const world = await LogWorld.on(database.prisma);
            const devices = new Map([
              ['origin', world.a],
              ['x', world.a],
              ['y', world.b],
            ]);
            const log = new TestLog(registry, WORLD_START);
            const start = beginning(WORLD_START - 120_000);
            const deliveries = [
              ...start.events.map((event) => ({ device: start.device, event })),
              ...interleave(away, choices),
            ];
            for (let index = 0; index < deliveries.length; index += size) {
              for (const group of runs(deliveries.slice(index, index + size))) {
                const principal = devices.get(group[0]!.device)!;
                for (const { event } of group) log.append(principal.deviceId, event);
                await world.append(principal, ...group.map(({ event }) => itemOf(event)));
              }
            }
            expect(await stateOf(world)).toEqual(log.state());
            expect(await world.rebuild()).toMatchObject({ events: deliveries.length, differing: [] });
          },
        ),
        { numRuns: 25 },
      );
    });

    test('[A7] [M4] [M6] [M10] whatever devices do, the log keeps it as the domain decides it', async () => {
      // An edit of a text is made up there, and no update that could be read here.
      const domainWorld = { ...productWorld, edit: productWorld.edit.filter((one) => one.mutation !== 'editNote') };
      await fc.assert(
        fc.asyncProperty(lives(domainWorld), fc.integer({ min: 1, max: 6 }), async (life, size) => {
          const lived = live(domainWorld, life);
          settleDown(lived);
          const { log } = lived;
          const world = await LogWorld.on(database.prisma);
          const { accountId } = world;
          const ours = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll(TEST_ACCOUNT, accountId)) as T;
          world.now = log.now;
          for (let index = 0; index < log.rows.length; index += size) {
            for (const group of runs(log.rows.slice(index, index + size))) {
              const device = { accountId, deviceId: group[0]!.device, strict: false };
              await world.append(device, ...group.map(({ event }) => ours(itemOf(event))));
            }
          }
          const kept = ({ version, clock, applied, before, lost, conflicts, merged }: Kept) => ({
            ...{ version, clock, applied, before, lost, conflicts },
            // What others wrote elsewhere comes in the order of the entity's fields, which PostgreSQL does not keep.
            merged: [...merged].sort((one, other) => (one.field < other.field ? -1 : 1)),
          });
          const rows = (await world.events()) as unknown as Kept[];
          expect(rows.map(kept)).toEqual(log.rows.map((row) => ours(kept(row))));
          expect(await stateOf(world)).toEqual(new Map([...log.state()].map(([key, entity]) => ours([key, entity]))));
          expect((await world.rebuild()).differing).toEqual([]);
        }),
        { numRuns: 25 },
      );
    }, 60_000);

    test('[A7] a rebuild puts right a projection that is wrong, missing or of nothing', async () => {
      const [wrong, missing] = [await world.task(), await world.task()];
      const { prisma, accountId } = world;
      const truth = await prisma.task.findMany({ where: { accountId }, orderBy: { position: 'asc' } });
      await prisma.task.updateMany({ where: { accountId, id: wrong }, data: { title: 'Broken' } });
      await prisma.task.deleteMany({ where: { accountId, id: missing } });
      const stray = world.writer.newId();
      const { repeat: _, ...row } = truth[0]!;
      await prisma.task.create({ data: { ...row, writers: {}, seen: {}, conflicts: {}, tags: [], id: stray } });
      const { differing } = await world.rebuild();
      expect([...differing].sort()).toEqual([wrong, missing, stray].map((id) => `Task:${id}`).sort());
      expect(await prisma.task.findMany({ where: { accountId }, orderBy: { position: 'asc' } })).toEqual(truth);
      expect((await world.rebuild()).differing).toEqual([]);
    });
  });
}

/** All entities by key, as the projections have them. */
async function stateOf({ prisma, accountId }: LogWorld): Promise<Map<string, Entity>> {
  const where = { accountId };
  const rows = {
    Task: await prisma.task.findMany({ where }),
    List: await prisma.list.findMany({ where }),
    Note: await prisma.note.findMany({ where }),
    Settings: await prisma.settings.findMany({ where }),
  };
  const entities = concepts.flatMap(({ projection }) =>
    rows[projection.type as keyof typeof rows].map((row) => fromRow(projection, row as unknown as StoredRow)),
  );
  return new Map(entities.map((entity) => [entityKey(entity), entity]));
}

/** What the log keeps of a decision. */
type Kept = Pick<LogRow, 'version' | 'clock' | 'applied' | 'before' | 'lost' | 'conflicts' | 'merged'>;

function itemOf(event: ReturnType<typeof registry.parse>) {
  const mutation = registry.mutations.find((name) => registry.eventOf(name).type === event.type)!;
  return { mutation, input: { event: event.stamp, ...event.payload } };
}

/** Consecutive deliveries of one device. */
function runs<T extends { readonly device: string }>(deliveries: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (const delivery of deliveries) {
    const last = groups.at(-1);
    if (last?.[0]!.device === delivery.device) last.push(delivery);
    else groups.push([delivery]);
  }
  return groups;
}

import { continuationsOf, roundId, type Entity } from '@cairn/domain';
import { fromRow, type StoredRow } from '../entity/projection.ts';
import { taskProjection } from '../task/task-projection.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld, statuses } from './log-world.ts';

/** That the next round of a repeating task is made once, whoever completes it and however often. */
export function roundContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`rounds on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;
    let whole: string;
    let part: string;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
      [whole, part] = [world.writer.newId(), world.writer.newId()];
      await world.append(
        world.a,
        world.writer.event('createTask', {
          taskId: whole,
          title: 'Water the plants',
          order: 'a0',
          due: '2026-11-20T08:00',
          repeat: { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: 'completion' },
          remindAt: '2026-11-20T07:30',
        }),
        world.writer.event('createTask', { taskId: part, title: 'The fern', order: 'a0', parentId: whole }),
      );
    });
    afterEach(async () => {
      expect((await world.rebuild()).differing).toEqual([]);
    });

    const row = async (id: string) =>
      (await world.prisma.task.findFirstOrThrow({
        where: { accountId: world.accountId, id },
      })) as unknown as StoredRow;
    const entity = async (id: string): Promise<Entity> => fromRow(taskProjection, await row(id));
    const complete = async (day: string) => [
      world.writer.event('completeTask', { taskId: whole }, { parentVersion: 1 }),
      ...continuationsOf(await entity(whole), [await entity(part)], day).map((round) =>
        world.writer.event('continueTask', round),
      ),
    ];

    test('[M11] two devices that complete it offline make one next round with one date, and one of each part', async () => {
      // Friday on one device, Saturday on the other.
      const [a, b] = [await complete('2026-11-20'), await complete('2026-11-28')];
      expect(statuses(await world.append(world.a, ...a))).toEqual(['APPLIED', 'APPLIED', 'APPLIED']);
      const receipts = await world.append(world.b, ...b);
      expect(statuses(receipts)).toEqual(['MERGED', 'MERGED', 'MERGED']);
      expect(receipts[1]!.entity).toMatchObject({ id: roundId(whole), due: '2026-11-23T08:00' });
      const tasks = await world.prisma.task.findMany({ where: { accountId: world.accountId } });
      expect(new Set(tasks.map(({ id }) => id))).toEqual(new Set([whole, part, roundId(whole), roundId(part)]));
      expect(await row(roundId(whole))).toMatchObject({
        title: 'Water the plants',
        due: '2026-11-23T08:00',
        remindAt: '2026-11-23T07:30',
        repeat: { rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', from: 'completion' },
        completedAt: null,
        conflicts: {},
      });
      expect(await row(roundId(part))).toMatchObject({ parentId: roundId(whole), repeat: null, completedAt: null });
      const [second] = (await world.events()).filter(({ type, version }) => type === 'TaskContinued' && version > 1);
      expect(second).toMatchObject({ applied: {}, lost: { due: '2026-11-30T08:00', title: 'Water the plants' } });
    });

    test('[M11] a round that was changed, completed or deleted since stays so', async () => {
      const [a, b] = [await complete('2026-11-20'), await complete('2026-11-28')];
      await world.append(world.a, ...a);
      const taskId = roundId(whole);
      await world.append(
        world.a,
        world.writer.event('retitleTask', { taskId, title: 'Water them all' }, { parentVersion: 1 }),
        world.writer.event('deleteTask', { taskId }, { parentVersion: 1 }),
      );
      expect(statuses(await world.append(world.b, ...b))).toEqual(['MERGED', 'MERGED', 'MERGED']);
      expect(await row(taskId)).toMatchObject({
        title: 'Water them all',
        deletedAt: expect.any(String),
        conflicts: {},
      });
    });

    test('[M11] completed, reopened and completed again, it has one next round', async () => {
      await world.append(world.a, ...(await complete('2026-11-20')));
      await world.one(world.b, world.writer.event('reopenTask', { taskId: whole }, { parentVersion: 2 }));
      const again = await complete('2026-11-25');
      expect(statuses(await world.append(world.a, ...again))).toEqual(['MERGED', 'MERGED', 'MERGED']);
      expect(await world.prisma.task.count({ where: { accountId: world.accountId } })).toBe(4);
      expect(await row(roundId(whole))).toMatchObject({ due: '2026-11-23T08:00' });
    });

    test('[M11] [A2] sent again, each has the receipt it had', async () => {
      const rounds = await complete('2026-11-20');
      const first = await world.append(world.a, ...rounds);
      const again = await world.append(world.a, ...rounds);
      expect(again.map(({ resent }) => resent)).toEqual([true, true, true]);
      expect(statuses(again)).toEqual(statuses(first));
    });
  });
}

import { formatClock, uuidv7 } from '@cairn/domain';
import { newAccount, newDevice } from './accounts.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld, statuses, WORLD_START } from './log-world.ts';
import type { AppendItem } from '../append/append-item.ts';

const DAY = 24 * 3_600_000;

const withStamp = (item: AppendItem, stamp: object): AppendItem => {
  const { event, ...payload } = item.input as { event: object };
  return { ...item, input: { event: { ...event, ...stamp }, ...payload } };
};

/** What every appender keeps to, on whichever database. */
export function appenderContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`the appender on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
    });

    test('[A1] positions are 1, 2, 3 … and versions count the entity', async () => {
      const { writer, a } = world;
      const [one, two] = [writer.newId(), writer.newId()];
      const receipts = await world.append(
        a,
        writer.event('createTask', { taskId: one, title: 'One', order: 'a0' }),
        writer.event('createTask', { taskId: two, title: 'Two', order: 'a1' }),
        writer.event('completeTask', { taskId: one }, { parentVersion: 1 }),
      );
      expect(receipts.map(({ position, version }) => [position, version])).toEqual([
        [1, 1],
        [2, 1],
        [3, 2],
      ]);
      expect((await world.events()).map(({ position }) => position)).toEqual([1, 2, 3]);
      expect(await world.head()).toMatchObject({ position: 3, turn: 1 });
    });

    test('[A3] receipts come in order, the last one of an entity with its state at the end of the batch', async () => {
      const { writer, a } = world;
      const taskId = writer.newId();
      const receipts = await world.append(
        a,
        writer.event('createTask', { taskId, title: 'Buy milk', order: 'a0' }),
        writer.event('retitleTask', { taskId, title: 'Buy oat milk' }, { parentVersion: 1 }),
      );
      expect(receipts).toMatchObject([
        {
          status: 'APPLIED',
          entityType: 'Task',
          entityId: taskId,
          version: 1,
          resent: false,
          code: null,
          entity: null,
        },
        {
          status: 'APPLIED',
          version: 2,
          entity: { __typename: 'Task', title: 'Buy oat milk', version: 2, position: 2 },
        },
      ]);
      expect(await world.prisma.task.findFirst({ where: { id: taskId } })).toMatchObject({ title: 'Buy oat milk' });
    });

    test('[fault F4] [A2] a re-send gets the first answer, marked, and writes nothing', async () => {
      const { writer, a } = world;
      const batch = [
        writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' }),
        writer.event('completeTask', { taskId: writer.newId() }),
      ];
      const first = await world.append(a, ...batch);
      const head = await world.head();
      const again = await world.newAppender(database.prisma).append(a, batch);
      expect(again).toEqual(first.map((receipt) => ({ ...receipt, resent: true })));
      expect(await world.head()).toEqual(head);
      expect(await world.events()).toHaveLength(1);
    });

    test('[A2] a re-send is answered with the entity as it is now, and may come from another device', async () => {
      const { writer, a, b } = world;
      const taskId = writer.newId();
      const create = writer.event('createTask', { taskId, title: 'One', order: 'a0' });
      await world.append(a, create, writer.event('completeTask', { taskId }, { parentVersion: 1 }));
      expect(await world.one(b, create)).toMatchObject({
        resent: true,
        version: 1,
        position: 1,
        entity: { version: 2 },
      });
    });

    test('[A2] the same id twice in one batch is one event', async () => {
      const { writer, a } = world;
      const create = writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' });
      const receipts = await world.append(a, create, create);
      expect(receipts.map(({ position, resent }) => [position, resent])).toEqual([
        [1, false],
        [1, true],
      ]);
    });

    test('[fault F43] [A2] the same id with another body is refused, also in one batch, and the first stays', async () => {
      const { writer, a } = world;
      const [id, taskId] = [writer.newId(), writer.newId()];
      const create = writer.event('createTask', { taskId, title: 'One', order: 'a0' }, { id });
      const other = writer.event('completeTask', { taskId }, { id, parentVersion: 1 });
      expect(statuses(await world.append(a, create, other))).toEqual(['APPLIED', 'EVENT_ID_REUSED']);
      expect(statuses(await world.append(a, other, create))).toEqual(['EVENT_ID_REUSED', 'APPLIED']);
      expect(await world.events()).toHaveLength(1);
      expect(await world.receiptCount()).toBe(1);
    });

    test("[fault F42] [A2] [SAFE1] another account's ids reveal nothing", async () => {
      const { writer, a } = world;
      const taskId = writer.newId();
      const create = writer.event('createTask', { taskId, title: 'Mine', order: 'a0' });
      await world.one(a, create);
      const stranger = newDevice(await newAccount(database.prisma));
      const complete = (taskId: string) => writer.event('completeTask', { taskId }, { parentVersion: 1 });
      const [foreign, missing] = await world.append(stranger, complete(taskId), complete(writer.newId()));
      expect(foreign).toMatchObject({ code: 'ENTITY_UNKNOWN', entity: null });
      expect(foreign!.message!.replace(foreign!.entityId!, '')).toBe(missing!.message!.replace(missing!.entityId!, ''));
      expect(await world.one(stranger, create)).toMatchObject({ status: 'APPLIED', position: 1, resent: false });
    });

    test('[fault F37] [A3] [E1] bad events are refused by code and the rest of their batch is applied', async () => {
      const { writer, a } = world;
      const taskId = writer.newId();
      const complete = () => writer.event('completeTask', { taskId }, { parentVersion: 1 });
      const receipts = await world.append(
        a,
        writer.event('createTask', { taskId, title: 'Buy milk', order: 'a0' }),
        writer.event('retitleTask', { taskId, title: 'New', colour: 'red' }, { parentVersion: 1 }),
        withStamp(complete(), { occurredAt: formatClock(WORLD_START + 400 * DAY) }),
        withStamp(complete(), { parentVersion: 7 }),
        withStamp(complete(), { parentVersion: -1 }),
        withStamp(complete(), { parentVersion: 2 ** 53 }),
        withStamp(complete(), { id: 'not-an-id' }),
        withStamp(complete(), { sequence: 0 }),
        writer.event('describeTask', { taskId, description: 'x'.repeat(70_000) }, { parentVersion: 1 }),
        writer.event('retitleTask', { taskId, title: 'half \ud800' }, { parentVersion: 1 }),
        writer.event('retitleTask', { taskId, title: 'New', '\u0000\ud800': 1 }, { parentVersion: 1 }),
        writer.event('retitleTask', { taskId }, { parentVersion: 1 }),
        writer.event('paintTask', { taskId: writer.newId() }),
        { mutation: 'completeTask', input: null },
        { ...complete(), misfit: 'does not fit' },
        complete(),
      );
      expect(statuses(receipts)).toEqual([
        'APPLIED',
        'UNKNOWN_FIELD',
        'CLOCK_OUT_OF_RANGE',
        'PARENT_VERSION_AHEAD',
        'PARENT_VERSION_INVALID',
        'PARENT_VERSION_INVALID',
        'EVENT_ID_INVALID',
        'SEQUENCE_INVALID',
        'VALUE_TOO_LONG',
        'VALUE_INVALID',
        'UNKNOWN_FIELD',
        'VALUE_MISSING',
        'UNKNOWN_EVENT',
        'VALUE_MISSING',
        'VALUE_INVALID',
        'APPLIED',
      ]);
      expect(receipts[6]).toMatchObject({ eventId: 'not-an-id', position: null });
      expect(receipts[13]).toMatchObject({ eventId: null });
      expect((await world.events()).map(({ type }) => type)).toEqual(['TaskCreated', 'TaskCompleted']);
    });

    test('[A3] a rejection is remembered; one that a newer server may lift is not', async () => {
      const { writer, a } = world;
      const early = writer.event('completeTask', { taskId: writer.newId() });
      const newer = withStamp(writer.event('completeTask', { taskId: writer.newId() }), { schema: 2 });
      expect(statuses(await world.append(a, early, newer))).toEqual(['ENTITY_UNKNOWN', 'UNKNOWN_EVENT']);
      expect(await world.receiptCount()).toBe(1);
      const { taskId } = early.input as { taskId: string };
      await world.one(a, writer.event('createTask', { taskId, title: 'One', order: 'a0' }));
      const again = await world.append(a, early, newer);
      expect(again.map(({ code, resent }) => [code, resent])).toEqual([
        ['ENTITY_UNKNOWN', true],
        ['UNKNOWN_EVENT', false],
      ]);
    });

    test('[fault F39] [A3] input that is nested too deeply is refused alone', async () => {
      const { writer, a } = world;
      let deep: unknown = 1;
      for (let level = 0; level < 100_000; level += 1) deep = [deep];
      const create = writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' });
      const receipts = await world.append(a, writer.event('createTask', { title: deep }), create);
      expect(statuses(receipts)).toEqual(['VALUE_INVALID', 'APPLIED']);
    });

    test('[fault F40] [A4] a parent that cannot be leaves no event and no lock', async () => {
      const { writer, a } = world;
      const taskId = await world.task();
      const parents = [-1, 2, 2 ** 31, 2 ** 53, 0.5];
      for (const parentVersion of parents) {
        const receipt = await world.one(a, writer.event('completeTask', { taskId }, { parentVersion }));
        expect(receipt).toMatchObject({ status: 'REJECTED', position: null, version: null });
      }
      expect(await world.one(a, writer.event('completeTask', { taskId: writer.newId() }))).toMatchObject({
        code: 'ENTITY_UNKNOWN',
      });
      expect(await world.events()).toHaveLength(1);
      expect(await world.one(a, writer.event('completeTask', { taskId }, { parentVersion: 1 }))).toMatchObject({
        status: 'APPLIED',
        position: 2,
      });
    });

    test('[A3] what an event speaks of must exist, and may be made in the same batch', async () => {
      const { writer, a } = world;
      const listId = writer.newId();
      const create = () => writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0', listId });
      const list = writer.event('createList', { listId, name: 'Home', color: 'blue', order: 'a0' });
      const receipts = await world.append(a, create(), list, create());
      expect(statuses(receipts)).toEqual(['REFERENCE_UNKNOWN', 'APPLIED', 'APPLIED']);
      expect(statuses(await world.append(a, create()))).toEqual(['APPLIED']);
    });

    test('[A8] the feed hears the new position after the commit, and only when there is one', async () => {
      const { writer, a } = world;
      const create = writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' });
      await world.append(a, create, writer.event('paintTask', {}));
      await world.append(a, create);
      await world.append(a, writer.event('completeTask', { taskId: writer.newId() }));
      expect(world.hints).toEqual([{ accountId: world.accountId, position: 1 }]);
    });

    test('[fault F26] [M7] a clock a day ahead counts as made on receipt, and is marked, on a re-send too', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      const occurredAt = formatClock(WORLD_START + DAY);
      const ahead = writer.event('prioritizeTask', { taskId, priority: 3 }, { parentVersion: 1, occurredAt });
      const receipt = await world.one(a, ahead);
      expect(receipt).toMatchObject({ status: 'APPLIED', clockClamped: true });
      expect(await world.one(a, ahead)).toEqual({ ...receipt, resent: true });
      expect((await world.events()).at(-1)).toMatchObject({ occurredAt, clock: formatClock(WORLD_START) });
      world.now += 1_000;
      const later = writer.event(
        'prioritizeTask',
        { taskId, priority: 1 },
        { parentVersion: 1, occurredAt: formatClock(world.now) },
      );
      expect(await world.one(b, later)).toMatchObject({
        status: 'MERGED',
        clockClamped: false,
        entity: { priority: 1 },
      });
    });

    test('[A1] an account that is not there is told so', async () => {
      const { writer } = world;
      const nobody = newDevice(uuidv7(WORLD_START, new Uint8Array(10)));
      const create = writer.event('createTask', { taskId: writer.newId(), title: 'One', order: 'a0' });
      await expect(world.append(nobody, create)).rejects.toMatchObject({ extensions: { code: 'ACCOUNT_GONE' } });
    });

    test('[A3] singles that wait together get each their own receipt, whatever becomes of the others', async () => {
      const { writer, a, b } = world;
      const ids = Array.from({ length: 40 }, () => writer.newId());
      const receipts = await Promise.all(
        ids.map((taskId, index) =>
          world.one(
            index % 2 ? a : b,
            index % 5 === 0
              ? writer.event('completeTask', { taskId })
              : writer.event('createTask', { taskId, title: `Task ${index}`, order: 'a0' }),
          ),
        ),
      );
      expect(receipts.map(({ entityId }) => entityId)).toEqual(ids);
      expect(receipts.filter(({ status }) => status === 'REJECTED')).toHaveLength(8);
      expect((await world.events()).map(({ position }) => position)).toEqual(
        Array.from({ length: 32 }, (_, i) => i + 1),
      );
      expect((await world.head()).turn).toBeLessThan(10);
    });

    test('[A1] [M1] what another process wrote meanwhile is merged and not written over, however often they take turns', async () => {
      const { writer, a, b } = world;
      const other = world.newAppender(database.prisma);
      const taskId = await world.task();
      const mine = [];
      for (let round = 0; round < 6; round += 1) {
        mine.push(
          await world.one(a, writer.event('retitleTask', { taskId, title: `A ${round}` }, { parentVersion: 1 })),
        );
        await world.one(a, writer.event('describeTask', { taskId, description: `A ${round}` }, { parentVersion: 1 }));
        const priority = writer.event('prioritizeTask', { taskId, priority: round % 4 }, { parentVersion: 1 });
        expect(await other.append(b, [priority])).toMatchObject([
          { version: 4 + 3 * round, entity: { title: `A ${round}` } },
        ]);
      }
      expect(mine.map(({ version }) => version)).toEqual([2, 5, 8, 11, 14, 17]);
      expect(statuses(mine)).toEqual(['APPLIED', 'MERGED', 'MERGED', 'MERGED', 'MERGED', 'MERGED']);
      expect((await world.events()).map(({ position }) => position)).toEqual(
        Array.from({ length: 19 }, (_, i) => i + 1),
      );
      expect((await world.rebuild()).differing).toEqual([]);
    });

    test('[fault F4] [A2] a re-send is known as one whatever this process still knows, and whoever took the first', async () => {
      const { writer, a } = world;
      const other = world.newAppender(database.prisma);
      const taskId = writer.newId();
      const create = writer.event('createTask', { taskId, title: 'One', order: 'a0' });
      const retitle = writer.event('retitleTask', { taskId, title: 'Two' }, { parentVersion: 1 });
      const bad = writer.event('retitleTask', { taskId, title: 'Three' }, { parentVersion: 9 });
      for (const item of [create, retitle, bad]) await world.one(a, item);
      for (const appender of [world.appender, other]) {
        for (const again of [[create], [bad], [retitle], [create, retitle, bad]]) {
          const receipts = await appender.append(a, again);
          expect(receipts.map(({ resent }) => resent)).toEqual(again.map(() => true));
        }
        const fresh = writer.event('completeTask', { taskId }, { parentVersion: 1 });
        const [first, second] = await appender.append(a, [create, fresh]);
        expect([first!.resent, second!.resent, second!.status]).toEqual([true, false, 'APPLIED']);
        await appender.append(a, [writer.event('reopenTask', { taskId }, { parentVersion: 1 })]);
      }
      expect(await world.events()).toHaveLength(6);
      expect(await world.receiptCount()).toBe(7);
    });
  });
}

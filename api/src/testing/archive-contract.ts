import { formatClock } from '@cairn/domain';
import { archiveEvents, eraseAccount, verifyLog, type Archived } from '@cairn/prisma';
import { ownerQuery } from '@cairn/prisma/testing';
import type { AppendItem } from '../append/append-item.ts';
import { purgeTrash } from '../archive/purge.ts';
import { PageReader } from '../feed/page-reader.ts';
import { concepts } from '../registry.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld, statuses, WORLD_START } from './log-world.ts';

const projections = concepts.map(({ projection }) => projection);

/** Everything there is by now is older. */
const later = () => new Date(Date.now() + 3_600_000);

const code = (code: string) => ({ extensions: { code } });

export function archiveContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`the archive on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
    });

    const archive = (most: number, before = later()): Promise<Archived> =>
      archiveEvents(database, { before, accountIds: [world.accountId], most, pause: 0 });

    const count = async (table: string): Promise<number> => {
      const [row] = await ownerQuery<{ count: number }>(
        database,
        `SELECT count(*)::integer AS count FROM "${table}" WHERE "accountId" = '${world.accountId}'`,
      );
      return row!.count;
    };

    /** Every event of the account as JSON, wherever it is. */
    const wholeLog = () =>
      ownerQuery(
        database,
        `SELECT to_jsonb(e) AS event FROM "Event" e WHERE e."accountId" = $1
          UNION ALL SELECT to_jsonb(e) FROM "EventArchive" a CROSS JOIN LATERAL unpack_events(a) e WHERE a."accountId" = $1
          ORDER BY 1`,
        [world.accountId],
      );

    const wrong = async () => (await verifyLog(database)).wrong;

    /** A task with a title of each kind of text, edited on two devices, with a conflict and what lost; and a note. */
    async function life(): Promise<{ taskId: string; items: AppendItem[] }> {
      const { writer, a, b } = world;
      const taskId = await world.task();
      const noteId = writer.newId();
      const items = [
        writer.event('retitleTask', { taskId, title: 'Käse "mit" \\ 🙂\n\u0001' }, { parentVersion: 1 }),
        writer.event('prioritizeTask', { taskId, priority: 3 }, { parentVersion: 2 }),
        writer.event('createNote', { noteId, title: 'Journey' }),
      ];
      await world.append(a, ...items);
      const theirs = [
        writer.event('prioritizeTask', { taskId, priority: 1 }, { parentVersion: 1, occurredAt: formatClock(0) }),
        writer.event('retitleTask', { taskId, title: 'Quark' }, { parentVersion: 1 }),
        writer.event(
          'scheduleTask',
          { taskId, due: '2026-12-01' },
          { parentVersion: 3, occurredAt: formatClock(WORLD_START + 3_600_000) },
        ),
      ];
      const receipts = await world.append(b, ...theirs);
      expect(statuses(receipts)).toEqual(['MERGED', 'CONFLICT', 'APPLIED']);
      return { taskId, items: theirs };
    }

    test('[A10] [A5] [A7] what is archived is in the log as it was: chain, positions, rebuild', async () => {
      await life();
      const log = await wholeLog();
      expect(log).toHaveLength(7);
      expect(await archive(3)).toEqual({ events: 6, failed: [] });
      expect([await count('Event'), await count('EventArchive')]).toEqual([1, 2]);
      expect(await wholeLog()).toEqual(log);
      expect(await wrong()).toEqual([]);
      expect(await world.rebuild()).toEqual({ events: 7, entities: 2, differing: [] });
      await world.task();
      expect((await world.events()).map(({ position }) => position)).toEqual([7, 8]);
      expect(await archive(2)).toEqual({ events: 2, failed: [] });
      expect(await archive(1)).toEqual({ events: 0, failed: [] });
      expect(await wrong()).toEqual([]);
      expect(await world.rebuild()).toEqual({ events: 8, entities: 3, differing: [] });
    });

    test('[A10] [A2] what is sent again after it was archived gets the same answer, and is not appended', async () => {
      const { items } = await life();
      const before = await world.append(world.b, ...items);
      await archive(7);
      expect(await count('Event')).toBe(0);
      const receipts = await world.append(world.b, ...items);
      expect(receipts).toEqual(before);
      expect(receipts).toMatchObject([
        { resent: true, merged: [{ outcome: 'LOST' }, { outcome: 'KEPT' }] },
        { resent: true, status: 'CONFLICT' },
        { resent: true, clockClamped: true },
      ]);
      const [{ mutation, input }] = items as [AppendItem];
      const other = { mutation, input: { ...(input as object), priority: 2 } };
      expect(statuses(await world.append(world.b, other))).toEqual(['EVENT_ID_REUSED']);
      expect([await count('Event'), (await world.head()).position]).toEqual([0, 7]);
    });

    test('[A10] [M6] [M8] the base of a conflict is found in the archive', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      await world.one(a, writer.event('retitleTask', { taskId, title: 'Oat milk' }, { parentVersion: 1 }));
      await archive(2);
      const asked = await world.one(
        b,
        writer.event('retitleTask', { taskId, title: 'Soy milk' }, { parentVersion: 1 }),
      );
      expect(asked.status).toBe('CONFLICT');
      expect(Object.values(asked.entity!.conflicts)).toMatchObject([{ base: 'Buy milk', mine: 'Soy milk' }]);
    });

    test('[A10] only what is older is moved, only by whole rows, and a dry run moves nothing', async () => {
      for (let n = 0; n < 5; n += 1) {
        await world.task();
        await new Promise((resolve) => setTimeout(resolve, 3));
      }
      const fourth = (await world.events())[3]!.recordedAt;
      const dry = { before: fourth, accountIds: [world.accountId], most: 2, dryRun: true };
      expect(await archiveEvents(database, dry)).toEqual({ events: 2, failed: [] });
      expect(await count('Event')).toBe(5);
      expect(await archive(2, fourth)).toEqual({ events: 2, failed: [] });
      expect((await world.events()).map(({ position }) => position)).toEqual([3, 4, 5]);
      expect(await archive(3, fourth)).toEqual({ events: 0, failed: [] });
    });

    test('[A10] two that archive at once move each event once', async () => {
      for (let n = 0; n < 12; n += 1) await world.task();
      const log = await wholeLog();
      const moved = await Promise.all([archive(2), archive(3)]);
      expect(moved.map(({ failed }) => failed)).toEqual([[], []]);
      expect(moved[0]!.events + moved[1]!.events).toBeGreaterThan(9);
      expect(await wholeLog()).toEqual(log);
      expect(await wrong()).toEqual([]);
    });

    test('[A10] [A5] a log that is not whole is not archived: nothing is moved, and the account is named', async () => {
      await world.task();
      await world.task();
      await world.task();
      await ownerQuery(database, 'ALTER TABLE "Event" DISABLE TRIGGER USER');
      await ownerQuery(database, `DELETE FROM "Event" WHERE "accountId" = $1 AND "position" = 2`, [world.accountId]);
      await ownerQuery(database, 'ALTER TABLE "Event" ENABLE TRIGGER USER');
      const { events, failed } = await archive(2);
      expect([events, failed]).toEqual([
        0,
        [{ accountId: world.accountId, message: expect.stringContaining('would not be whole') }],
      ]);
      expect([await count('Event'), await count('EventArchive'), await count('ArchivedEntity')]).toEqual([2, 0, 0]);
      await eraseAccount(database.prisma, world.accountId);
    });

    test('[A10] [A5] nobody takes an event out that the archive does not have, or changes what it has', async () => {
      await life();
      await archive(3);
      const refused = { code: '42501' };
      await expect(ownerQuery(database, 'DELETE FROM "Event"')).rejects.toMatchObject(refused);
      for (const table of ['EventArchive', 'ArchivedEntity']) {
        for (const sql of [
          `DELETE FROM "${table}"`,
          `TRUNCATE "${table}"`,
          `UPDATE "${table}" SET "accountId" = NULL`,
        ]) {
          await expect(ownerQuery(database, sql)).rejects.toMatchObject(refused);
          await expect(world.prisma.$executeRawUnsafe(sql)).rejects.toThrow('42501');
        }
        await expect(world.prisma.$executeRawUnsafe(`INSERT INTO "${table}" SELECT * FROM "${table}"`)).rejects.toThrow(
          '42501',
        );
      }
      await expect(
        world.prisma.$queryRawUnsafe(`select archive_events($1::uuid, now(), 1)`, world.accountId),
      ).rejects.toThrow('42501');
      expect(await wrong()).toEqual([]);
    });

    test.each([
      [
        'edited',
        5,
        `UPDATE "EventArchive" SET "events" = jsonb_set("events", '{1,applied}', '{"title": "Bread"}')
          WHERE "accountId" = $1 AND "throughPosition" = 6`,
      ],
      ['taken out', 4, `DELETE FROM "EventArchive" WHERE "accountId" = $1 AND "throughPosition" = 6`],
      ['put back as well', 2, `INSERT INTO "Event" SELECT e.* FROM archived_event($1, 2) e`],
    ])(
      '[fault F60] [A10] [A5] [S11] what a superuser has %s of the archive is found at position %i',
      async (_what, position, sql) => {
        await life();
        await archive(3);
        const triggers = async (state: 'DISABLE' | 'ENABLE') => {
          for (const table of ['Event', 'EventArchive'])
            await ownerQuery(database, `ALTER TABLE "${table}" ${state} TRIGGER USER`);
        };
        await triggers('DISABLE');
        try {
          await ownerQuery(database, sql, [world.accountId]);
          expect(await wrong()).toEqual([{ accountId: world.accountId, position }]);
        } finally {
          await triggers('ENABLE');
          await eraseAccount(database.prisma, world.accountId);
        }
      },
    );

    test('[A10] [KEYS4] an account is erased from the archive as well', async () => {
      await life();
      await archive(3);
      expect(await count('ArchivedEntity')).toBeGreaterThan(0);
      await eraseAccount(database.prisma, world.accountId);
      expect([await count('Event'), await count('EventArchive'), await count('ArchivedEntity')]).toEqual([0, 0, 0]);
      expect(await wrong()).toEqual([]);
    });

    describe('the purge fence', () => {
      const purge = (before = later()) => purgeTrash(database.prisma, projections, world.accountId, { before });
      const page = (after: string | null, first = 100) =>
        new PageReader(database.prisma, projections).read(world.accountId, after, first);
      const ids = async (after: string | null) => (await page(after)).changes.map(({ id }) => id);

      const deleted = async (): Promise<string> => {
        const taskId = await world.task();
        await world.one(world.a, world.writer.event('deleteTask', { taskId }, { parentVersion: 1 }));
        return taskId;
      };

      test('[F6] what was purged is in no load; who may have it loads afresh, and nobody else', async () => {
        const kept = await world.task();
        const { cursor: behind } = await page(null);
        const gone = await deleted();
        const { cursor: heard } = await page(null);
        await world.task();
        const dry = { before: later(), dryRun: true };
        expect(await purgeTrash(database.prisma, projections, world.accountId, dry)).toBe(1);
        expect(await ids(behind)).toContain(gone);
        expect(await purge()).toBe(1);
        expect(await purge()).toBe(0);
        await expect(page(behind)).rejects.toMatchObject(code('CURSOR_EXPIRED'));
        expect(await ids(heard)).toHaveLength(1);
        const first = await page(null, 1);
        expect(first).toMatchObject({ changes: [{ id: kept }], hasMore: true });
        expect(await ids(first.cursor)).toEqual(await ids(heard));
        expect((await world.rebuild()).differing).toEqual([]);
      });

      test('[F6] a load that was on its way begins anew, and its new cursors hold until the next purge', async () => {
        for (let n = 0; n < 3; n += 1) await world.task();
        const { cursor } = await page(null, 1);
        await deleted();
        await purge();
        await expect(page(cursor)).rejects.toMatchObject(code('CURSOR_EXPIRED'));
        const again = await page(null, 1);
        expect(await ids(again.cursor)).toHaveLength(2);
        await deleted();
        await purge();
        await expect(page(again.cursor)).rejects.toMatchObject(code('CURSOR_EXPIRED'));
      });

      test('[fault F64] [F6] [M5] a late change of what was purged is merged, and brings it back to the trash', async () => {
        const taskId = await deleted();
        await purge();
        const { cursor } = await page(null);
        const edit = world.writer.event('retitleTask', { taskId, title: 'Late' }, { parentVersion: 1 });
        expect(await world.one(world.b, edit)).toMatchObject({
          status: 'MERGED',
          version: 3,
          entity: { title: 'Late' },
        });
        expect((await page(cursor)).changes).toMatchObject([
          { id: taskId, title: 'Late', deletedAt: expect.any(String) },
        ]);
        expect(await ids(null)).toEqual([taskId]);
        expect((await world.rebuild()).differing).toEqual([]);
        const restored = await world.one(world.a, world.writer.event('restoreTask', { taskId }, { parentVersion: 3 }));
        expect(restored).toMatchObject({ entity: { title: 'Late', deletedAt: null } });
      });

      test('[F6] what something names, waits for a choice, or was written to since, is not purged', async () => {
        const { writer, a, b } = world;
        const whole = await world.task();
        const part = writer.newId();
        await world.append(
          a,
          writer.event('createTask', { taskId: part, title: 'Part', order: 'a0', parentId: whole }),
          writer.event('deleteTask', { taskId: whole }, { parentVersion: 1 }),
        );
        const asked = await world.task();
        await world.one(a, writer.event('retitleTask', { taskId: asked, title: 'One' }, { parentVersion: 1 }));
        await world.one(b, writer.event('retitleTask', { taskId: asked, title: 'Other' }, { parentVersion: 1 }));
        await world.one(a, writer.event('deleteTask', { taskId: asked }, { parentVersion: 3 }));
        const old = await deleted();
        await new Promise((resolve) => setTimeout(resolve, 3));
        const young = await deleted();
        expect(await purge((await world.events()).at(-1)!.recordedAt)).toBe(1);
        expect(await ids(null)).not.toContain(old);
        expect(await ids(null)).toEqual(expect.arrayContaining([whole, part, asked, young]));
        expect(await archive(4)).toMatchObject({ failed: [] });
        expect(await purge()).toBe(1);
        expect(await ids(null)).not.toContain(young);
        expect(await ids(null)).toEqual(expect.arrayContaining([whole, part, asked]));
      });
    });
  });
}

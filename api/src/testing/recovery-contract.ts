import { formatClock } from '@cairn/domain';
import type { AppendItem } from '../append/append-item.ts';
import { newDevice } from './accounts.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld, statuses, WORLD_START } from './log-world.ts';

const idOf = ({ input }: AppendItem) => (input as { event: { id: string } }).event.id;

/** Policies, conflicts, sets and undo through the append: that it gives the merge what it asks for, and keeps the rest. */
export function recoveryContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`recovery on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
    });
    afterEach(async () => {
      expect((await world.rebuild()).differing).toEqual([]);
    });

    const at = (seconds: number) => formatClock(WORLD_START - 30_000 + seconds * 1_000);

    const retitle = (taskId: string, title: string, parentVersion = 1) =>
      world.writer.event('retitleTask', { taskId, title }, { parentVersion });
    const describeTask = (taskId: string, description: string, parentVersion: number) =>
      world.writer.event('describeTask', { taskId, description }, { parentVersion });
    const choose = (field: string, policy: string | null) =>
      world.writer.event('choosePolicy', { settingsId: world.accountId, entityType: 'Task', field, policy });

    /** A task with two titles: `Theirs` stands, `Mine` waits. */
    async function conflict() {
      const { a, b } = world;
      const taskId = await world.task();
      const mine = retitle(taskId, 'Mine');
      await world.append(a, retitle(taskId, 'Between'), retitle(taskId, 'Theirs', 2));
      return { taskId, conflictId: `${idOf(mine)}:title`, receipt: await world.one(b, mine) };
    }

    test('[M6] ask: the event is accepted, its value waits beside the other with what both started from', async () => {
      const { taskId, conflictId, receipt } = await conflict();
      const { a, b } = world;
      const waiting = {
        id: conflictId,
        field: 'title',
        base: 'Buy milk',
        mine: 'Mine',
        theirs: 'Theirs',
        by: { device: b.deviceId, version: 4, parent: 1 },
        against: { device: a.deviceId, version: 3 },
        settled: null,
      };
      expect(receipt).toMatchObject({
        status: 'CONFLICT',
        code: null,
        version: 4,
        merged: [{ field: 'title', outcome: 'ASKED', version: 3, deviceId: a.deviceId }],
        entity: { title: 'Theirs', conflicts: { [conflictId]: waiting } },
      });
      expect(await world.prisma.task.findFirst({ where: { id: taskId } })).toMatchObject({
        title: 'Theirs',
        conflicts: { [conflictId]: waiting },
      });
      expect((await world.events()).at(-1)).toMatchObject({
        applied: {},
        before: {},
        lost: {},
        conflicts: { [conflictId]: waiting },
        merged: [{ field: 'title', outcome: 'ASKED' }],
      });
    });

    test('[M6] a choice is an event, and can be taken back and made again', async () => {
      const { taskId, conflictId } = await conflict();
      const { writer, a } = world;
      const settle = (choice: string, parentVersion: number, value?: string) =>
        writer.event(
          'settleTaskConflict',
          { taskId, conflictId, choice, ...(value ? { value } : {}) },
          { parentVersion },
        );
      expect(await world.one(a, settle('MINE', 4))).toMatchObject({
        status: 'APPLIED',
        entity: { title: 'Mine', conflicts: { [conflictId]: { settled: { choice: 'MINE', before: 'Theirs' } } } },
      });
      const reopen = writer.event('reopenTaskConflict', { taskId, conflictId }, { parentVersion: 5 });
      expect((await world.one(a, reopen)).entity).toMatchObject({
        title: 'Theirs',
        conflicts: { [conflictId]: { settled: null } },
      });
      const edited = await world.append(a, settle('EDITED', 6), settle('EDITED', 6, 'Both'));
      expect(statuses(edited)).toEqual(['VALUE_INVALID', 'APPLIED']);
      expect(edited[1]!.entity).toMatchObject({ title: 'Both' });
      const unknown = { taskId, conflictId: `${writer.newId()}:title`, choice: 'MINE' };
      expect(
        statuses(await world.append(a, writer.event('settleTaskConflict', unknown, { parentVersion: 7 }))),
      ).toEqual(['CONFLICT_UNKNOWN']);
    });

    test('[M6] two devices that choose differently: the later choice stands, whichever comes first', async () => {
      for (const order of [
        [0, 1],
        [1, 0],
      ]) {
        const { taskId, conflictId } = await conflict();
        const { writer, a, b } = world;
        const settle = (choice: string, seconds: number) =>
          writer.event(
            'settleTaskConflict',
            { taskId, conflictId, choice },
            { parentVersion: 4, occurredAt: at(seconds) },
          );
        const settlings = [
          { device: a, item: settle('THEIRS', 1) },
          { device: b, item: settle('MINE', 2) },
        ];
        for (const index of order) await world.one(settlings[index]!.device, settlings[index]!.item);
        expect(await world.prisma.task.findFirst({ where: { id: taskId } })).toMatchObject({
          title: 'Mine',
          conflicts: { [conflictId]: { settled: { choice: 'MINE' } } },
        });
      }
    });

    test('[M4] a policy that the account chooses counts from the next event on, in the same batch too', async () => {
      const { a, b } = world;
      const [one, two, three] = [await world.task(), await world.task(), await world.task()];
      await world.append(a, retitle(one, 'Theirs'), retitle(two, 'Theirs'), retitle(three, 'Theirs'));
      const chosen = await world.append(
        b,
        retitle(one, 'Mine'),
        choose('title', 'server-wins'),
        retitle(two, 'Mine'),
        choose('title', 'client-wins'),
      );
      expect(statuses(chosen)).toEqual(['CONFLICT', 'APPLIED', 'MERGED', 'APPLIED']);
      expect(chosen[2]).toMatchObject({ entity: { title: 'Theirs' }, merged: [{ outcome: 'LOST' }] });
      expect(await world.one(b, retitle(three, 'Mine'))).toMatchObject({
        entity: { title: 'Mine' },
        merged: [{ outcome: 'WON' }],
      });
      expect(await world.prisma.settings.findMany({ where: { accountId: world.accountId } })).toMatchObject([
        { id: world.accountId, version: 2, policies: { 'Task.title': 'client-wins' } },
      ]);
    });

    test("[M4] [SAFE1] settings are the account's own, and a choice is one that the field has", async () => {
      const { writer, a } = world;
      const foreign = { settingsId: writer.newId(), entityType: 'Task', field: 'title', policy: 'ask' };
      const receipts = await world.append(
        a,
        writer.event('choosePolicy', foreign),
        choose('title', 'best-wins'),
        choose('order', 'ask'),
      );
      expect(statuses(receipts)).toEqual(['ENTITY_UNKNOWN', 'VALUE_INVALID', 'VALUE_INVALID']);
    });

    test('[M3] a set keeps what two devices add, and an addition beside its removal', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      const tag = (mutation: string, tags: string[], parentVersion: number) =>
        writer.event(mutation, { taskId, tags }, { parentVersion });
      await world.append(a, tag('tagTask', ['home', 'shop'], 1));
      await world.append(a, tag('tagTask', ['soon', 'home'], 2));
      const merged = await world.append(b, tag('tagTask', ['later'], 2), tag('untagTask', ['home', 'shop'], 2));
      expect(merged.at(-1)).toMatchObject({ status: 'MERGED', entity: { tags: ['home', 'later', 'soon'] } });
    });

    test('[M3] a rule that compares with the base gets it, from the log and from the batch', async () => {
      const { a, b } = world;
      const taskId = await world.task();
      const program = newDevice(world.accountId, true);
      await world.one(a, describeTask(taskId, 'one\ntwo\nthree', 1));
      await world.one(a, describeTask(taskId, 'ONE\ntwo\nthree', 2));
      // The second is based on what b wrote itself in this batch; the program's second on nothing of its own.
      const ofB = await world.append(
        b,
        describeTask(taskId, 'one\ntwo\nTHREE', 2),
        describeTask(taskId, 'one\ntwo\n3', 2),
      );
      expect(statuses(ofB)).toEqual(['MERGED', 'MERGED']);
      expect(ofB[1]).toMatchObject({ entity: { description: 'ONE\ntwo\n3' }, merged: [{ outcome: 'COMBINED' }] });
      expect(await world.one(b, describeTask(taskId, 'one\ntwo\n33', 2))).toMatchObject({
        status: 'MERGED',
        entity: { description: 'ONE\ntwo\n33' },
      });
      const other = await world.task();
      const created = describeTask(other, 'one\ntwo\nthree', 1);
      const strict = await world.append(
        program,
        created,
        describeTask(other, 'ONE\ntwo\nthree', 2),
        describeTask(other, 'one\ntwo\nTHREE', 2),
      );
      expect(statuses(strict)).toEqual(['APPLIED', 'APPLIED', 'MERGED']);
      expect(strict[2]!.entity).toMatchObject({ description: 'ONE\ntwo\nTHREE' });
    });

    test('[M10] undo takes back only what is still there', async () => {
      const { writer, a, b } = world;
      const taskId = await world.task();
      const schedule = writer.event(
        'scheduleTask',
        { taskId, start: '2026-11-21', due: '2026-11-30' },
        { parentVersion: 1 },
      );
      const { sequence } = (schedule.input as { event: { sequence: number } }).event;
      await world.one(a, schedule);
      await world.one(b, writer.event('scheduleTask', { taskId, due: '2026-12-24' }, { parentVersion: 2 }));
      const undo = writer.event(
        'revertTask',
        { taskId, values: { start: null, due: null }, undoes: { device: a.deviceId, sequence } },
        { parentVersion: 3 },
      );
      expect(await world.one(a, undo)).toMatchObject({
        status: 'APPLIED',
        merged: [{ field: 'due', outcome: 'SKIPPED', version: 3, deviceId: b.deviceId }],
        entity: { start: null, due: '2026-12-24' },
      });
      expect((await world.events()).at(-1)).toMatchObject({ applied: { start: null }, lost: { due: null } });
    });
  });
}

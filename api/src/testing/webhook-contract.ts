import { createHmac, randomUUID } from 'node:crypto';
import { archiveEvents, asAccount, eraseAccount, forAccount } from '@cairn/prisma';
import { SecurityLog } from '../account/security-log.ts';
import type { AppendItem } from '../append/append-item.ts';
import { encodeLogCursor } from '../feed/log-cursor.ts';
import { ATTEMPTS } from '../webhook/backoff.ts';
import { BATCH_BYTES, EVENTS_MAX, SCAN_MAX } from '../webhook/batch.ts';
import { Deliveries, LEASE, type Attempted, type WebhookRow } from '../webhook/deliveries.ts';
import { DeliveryFailure } from '../webhook/delivery-failure.ts';
import { newSecret } from '../webhook/signature.ts';
import type { Answer, Message, Transport } from '../webhook/transport.ts';
import type { TestDatabase } from './databases.ts';
import { LogWorld, WORLD_START } from './log-world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Body {
  readonly type: string;
  readonly timestamp: string;
  readonly data: {
    readonly webhookId: string;
    readonly after: string;
    readonly cursor: string;
    readonly events: readonly { readonly position: number; readonly type: string }[];
  };
}

/** What a receiver got, and what it says to it. */
class Receiver {
  readonly got: Message[] = [];
  /** Of the next attempts; then it takes everything. */
  readonly answers: (number | Answer | Error | Promise<Answer>)[] = [];

  readonly transport: Transport = async (message, giveUp) => {
    this.got.push(message);
    const answer = this.answers.shift() ?? 200;
    if (answer instanceof Error) throw answer;
    if (typeof answer === 'number') return { status: answer, retryAfter: undefined };
    const givenUp = new Promise<never>((_resolve, reject) =>
      giveUp?.addEventListener('abort', () => reject(new Error('given up'))),
    );
    return Promise.race([answer, givenUp]);
  };

  /** Resolves with the first message. */
  async heard(): Promise<void> {
    for (let waited = 0; this.got.length === 0; waited += 1) {
      if (waited > 2_000) throw new Error('nothing was sent');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  get bodies(): Body[] {
    return this.got.map(({ body }) => JSON.parse(body) as Body);
  }

  get ids(): string[] {
    return this.got.map(({ headers }) => headers['webhook-id']!);
  }

  get positions(): number[][] {
    return this.bodies.map(({ data }) => data.events.map(({ position }) => position));
  }
}

/** What every database must give: order, the same batch at each attempt, one sender at a time, nothing passed over. */
export function webhookContract(name: string, open: () => Promise<TestDatabase>): void {
  describe(`webhooks on ${name}`, () => {
    let database: TestDatabase;
    let world: LogWorld;
    let receiver: Receiver;
    let deliveries: Deliveries;
    let attempted: Attempted[];
    let id: string;
    let epoch: string;
    const never = { soon: new AbortController().signal, now: new AbortController().signal };

    beforeAll(async () => {
      database = await open();
    });
    afterAll(() => database?.close());
    beforeEach(async () => {
      world = await LogWorld.on(database.prisma);
      receiver = new Receiver();
      attempted = [];
      deliveries = newDeliveries();
      id = await newWebhook();
      epoch = (await database.prisma.log.findUniqueOrThrow({ where: { id: 1 } })).epoch;
    });

    /** As another process would have. */
    function newDeliveries(transport = receiver.transport): Deliveries {
      return new Deliveries({
        prisma: database.prisma,
        transport,
        securityLog: new SecurityLog({ prisma: database.prisma, now: () => world.now }),
        now: () => world.now,
        random: () => 0.5,
        onAttempted: (one) => void attempted.push(one),
      });
    }

    async function newWebhook(given: { readonly entityTypes?: string[]; readonly accountId?: string } = {}) {
      const { accountId = world.accountId, entityTypes = [] } = given;
      const row = await forAccount(database.prisma, accountId).webhook.create({
        data: {
          accountId,
          id: randomUUID(),
          name: 'Board',
          url: 'https://hooks.invalid/',
          secret: newSecret(),
          entityTypes,
          createdAt: new Date(world.now),
          position: 0,
          scannedTo: 0,
        },
      });
      return row.id;
    }

    const run = (by = deliveries, stop: typeof never = never) => by.run({ accountId: world.accountId, id }, stop);
    const row = () => world.prisma.webhook.findFirstOrThrow({ where: { accountId: world.accountId, id } });
    const change = (data: Partial<WebhookRow>) =>
      world.prisma.webhook.updateMany({ where: { accountId: world.accountId, id }, data: data as never });
    const cursor = (position: number) => encodeLogCursor({ epoch, position, purged: 0 });
    const task = (title: string, description = '') =>
      world.writer.event('createTask', { taskId: world.writer.newId(), title, description, order: 'a0' });
    const tasks = (count: number) =>
      world.append(world.a, ...Array.from({ length: count }, (_, n) => task(`Task ${n}`)));
    const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n);
    const idOf = ({ input }: AppendItem) => (input as { event: { id: string } }).event.id;

    test('[HOOK1] events come in the order of the log, each as it was applied, between two of its cursors', async () => {
      await world.prisma.device.create({ data: deviceRow(world.accountId, world.a.deviceId, 'Laptop') });
      const first = task('Buy milk');
      const { taskId } = first.input as { taskId: string };
      const done = world.writer.event('completeTask', { taskId }, { parentVersion: 1 });
      await world.append(world.a, first, done);
      expect(await run()).toBeUndefined();
      const [body] = receiver.bodies;
      const [created, completed] = await world.events();
      expect(body).toEqual({
        type: 'log.events',
        timestamp: completed!.recordedAt.toISOString(),
        data: {
          webhookId: id,
          after: cursor(0),
          cursor: cursor(2),
          events: [
            {
              id: idOf(first),
              position: 1,
              type: 'TaskCreated',
              entityType: 'Task',
              entityId: taskId,
              version: 1,
              device: { id: world.a.deviceId, name: 'Laptop' },
              recordedAt: created!.recordedAt.toISOString(),
              clock: created!.clock,
              applied: created!.applied,
            },
            expect.objectContaining({ id: idOf(done), position: 2, type: 'TaskCompleted', version: 2 }),
          ],
        },
      });
      expect(JSON.stringify(created!.applied)).toContain('Buy milk');
      await world.task();
      await run();
      expect(receiver.bodies[1]!.data).toMatchObject({ after: cursor(2), cursor: cursor(3) });
      expect(await run()).toBeUndefined();
      expect(receiver.positions).toEqual([[1, 2], [3]]);
      expect(new Set(receiver.ids).size).toBe(2);
      expect(await row()).toMatchObject({ position: 3, scannedTo: 3, batchEnd: null, failures: 0, lease: null });
    });

    test('[HOOK1] a long log comes in batches that join without a gap', async () => {
      await tasks(2 * EVENTS_MAX + 50);
      await run();
      expect(receiver.positions).toEqual([range(1, 100), range(101, 200), range(201, 250)]);
      expect(receiver.bodies.map(({ data }) => [data.after, data.cursor])).toEqual([
        [cursor(0), cursor(100)],
        [cursor(100), cursor(200)],
        [cursor(200), cursor(250)],
      ]);
    });

    test('[HOOK1] a few large events fill a batch as well', async () => {
      const large = Array.from({ length: 40 }, (_, n) => task(`Large ${n}`, 'x'.repeat(16_000)));
      await world.append(world.a, ...large);
      await run();
      expect(receiver.positions.flat()).toEqual(range(1, 40));
      expect(receiver.got.length).toBeGreaterThan(1);
      for (const { body } of receiver.got) expect(body.length).toBeLessThan(BATCH_BYTES + 64 * 1_024);
    });

    test('[fault F63] [HOOK1] [HOOK3] what failed is sent again as it was, under its id, before anything newer', async () => {
      await tasks(3);
      receiver.answers.push(500);
      expect(await run()).toBe(WORLD_START + 5_000);
      await tasks(2);
      world.now += 5_000 - 1;
      expect(await run()).toBe(WORLD_START + 5_000);
      expect(receiver.got).toHaveLength(1);
      world.now += 1;
      await run();
      expect(receiver.positions).toEqual([
        [1, 2, 3],
        [1, 2, 3],
        [4, 5],
      ]);
      const [first, again, next] = receiver.got as [Message, Message, Message];
      expect(again.body).toBe(first.body);
      expect(again.headers['webhook-id']).toBe(first.headers['webhook-id']);
      expect(again.headers['webhook-timestamp']).toBe(String((WORLD_START + 5_000) / 1_000));
      expect(next.headers['webhook-id']).not.toBe(first.headers['webhook-id']);
      expect(receiver.bodies[2]!.data.after).toBe(receiver.bodies[1]!.data.cursor);
      expect(attempted.map(({ attempt, error, status }) => [attempt, error, status])).toEqual([
        [1, 'HTTP_STATUS', 500],
        [2, undefined, 200],
        [1, undefined, 200],
      ]);
    });

    test.each([
      ['a redirect', 302, 'HTTP_STATUS', 302],
      ['no answer', new DeliveryFailure('TIMEOUT'), 'TIMEOUT', null],
      ['a private address', new DeliveryFailure('ADDRESS_REFUSED'), 'ADDRESS_REFUSED', null],
      ['what nobody thought of', new TypeError('oh'), 'CONNECTION_FAILED', null],
    ])('[fault F63] [HOOK3] %s is a failure, and is told', async (_what, answer, lastError, lastStatus) => {
      await tasks(1);
      receiver.answers.push(answer);
      await run();
      expect(await row()).toMatchObject({ failures: 1, lastError, lastStatus, position: 0, batchEnd: 1, lease: null });
      world.now += 5_000;
      await run();
      expect(await row()).toMatchObject({ failures: 0, lastError: null, lastStatus: 200, nextAttemptAt: null });
    });

    test('[HOOK3] a receiver is asked again when it said, and no earlier', async () => {
      await tasks(1);
      receiver.answers.push({ status: 503, retryAfter: '600' });
      expect(await run()).toBe(WORLD_START + 600_000);
    });

    test('[fault F63] [HOOK3] after some three days of failures it is disabled, noted, and goes on from there when enabled', async () => {
      await tasks(2);
      receiver.answers.push(...Array.from({ length: ATTEMPTS }, () => 500));
      let again = await run();
      while (again !== undefined) {
        world.now = again;
        again = await run();
      }
      expect(receiver.got).toHaveLength(ATTEMPTS);
      expect((world.now - WORLD_START) / DAY).toBeCloseTo(3.3, 1);
      expect(await row()).toMatchObject({ disabledReason: 'FAILING', disabledAt: new Date(world.now), lease: null });
      expect(attempted.map(({ isDisabled }) => isDisabled)).toEqual([
        ...Array.from({ length: ATTEMPTS - 1 }, () => false),
        true,
      ]);
      const where = { accountId: world.accountId };
      expect(await world.prisma.securityEvent.findMany({ where })).toMatchObject([
        { kind: 'WEBHOOK_FAILED', subject: 'Board', deviceId: null },
      ]);
      await tasks(1);
      expect(await run()).toBeUndefined();
      expect(receiver.got).toHaveLength(ATTEMPTS);
      await change({ disabledAt: null, disabledReason: null, failures: 0 });
      await run();
      expect(receiver.positions.slice(-2)).toEqual([[1, 2], [3]]);
      expect(new Set(receiver.ids.slice(0, -1)).size).toBe(1);
    });

    test('[HOOK3] a receiver that is gone is asked no more', async () => {
      await tasks(1);
      receiver.answers.push(410);
      expect(await run()).toBeUndefined();
      expect(await row()).toMatchObject({ disabledReason: 'GONE', failures: 1, position: 0 });
    });

    test('[fault F64] [HOOK5] one sends at a time; who is late changes nothing, and the same batch is sent again', async () => {
      await tasks(2);
      let answer: (answer: Answer) => void = () => {};
      receiver.answers.push(new Promise<Answer>((resolve) => (answer = resolve)));
      const slow = run();
      await receiver.heard();
      const other = newDeliveries();
      expect(await run(other)).toBe(WORLD_START + LEASE);
      expect(receiver.got).toHaveLength(1);
      world.now += LEASE;
      await tasks(1);
      expect(await run(other)).toBeUndefined();
      expect(receiver.positions).toEqual([[1, 2], [1, 2], [3]]);
      expect(receiver.ids[1]).toBe(receiver.ids[0]);
      const settled = await row();
      answer({ status: 500, retryAfter: undefined });
      // What it says comes too late to count: it looks again.
      expect(await slow).toBe(0);
      expect(await row()).toEqual(settled);
    });

    test('[HOOK5] many at once send everything once, in order', async () => {
      await tasks(250);
      await Promise.all(Array.from({ length: 8 }, () => run(newDeliveries())));
      await run();
      expect(receiver.positions.flat()).toEqual(range(1, 250));
    });

    test('[fault F64] [HOOK5] what is given up counts as never tried, and is there at once for whoever is next', async () => {
      await tasks(2);
      receiver.answers.push(new Promise<Answer>(() => {}));
      const closing = new AbortController();
      const givenUp = run(deliveries, { soon: closing.signal, now: closing.signal });
      await receiver.heard();
      closing.abort();
      await givenUp;
      expect(await row()).toMatchObject({
        failures: 0,
        lease: null,
        leaseUntil: null,
        batchEnd: 2,
        lastAttemptAt: null,
      });
      await run(newDeliveries());
      expect(receiver.positions).toEqual([
        [1, 2],
        [1, 2],
      ]);
      expect(receiver.ids[1]).toBe(receiver.ids[0]);
    });

    test('[HOOK1] who wants some kinds only hears of those, and still sees that nothing is missing', async () => {
      id = await newWebhook({ entityTypes: ['List'] });
      const list = () =>
        world.one(
          world.a,
          world.writer.event('createList', { listId: world.writer.newId(), name: 'Home', color: 'blue', order: 'a0' }),
        );
      await tasks(3);
      expect(await run()).toBeUndefined();
      expect(receiver.got).toEqual([]);
      expect(await row()).toMatchObject({ position: 0, scannedTo: 3 });
      await list();
      await tasks(2);
      receiver.answers.push(500);
      await run();
      await list();
      world.now += 5_000;
      await run();
      expect(receiver.positions).toEqual([[4], [4], [7]]);
      expect(receiver.got[1]!.body).toBe(receiver.got[0]!.body);
      expect(receiver.bodies.map(({ data }) => [data.after, data.cursor])).toEqual([
        [cursor(0), cursor(6)],
        [cursor(0), cursor(6)],
        [cursor(6), cursor(7)],
      ]);
    });

    test('[HOOK1] what is for it is found behind a long stretch of what is not, a part at a time', async () => {
      id = await newWebhook({ entityTypes: ['List'] });
      await tasks(2);
      await change({ position: 0, scannedTo: 0 });
      await database.asOwner(
        `UPDATE "Head" SET "position" = ${2 * SCAN_MAX + 5} WHERE "accountId" = '${world.accountId}'`,
      );
      expect(await run()).toBe(0);
      expect(await row()).toMatchObject({ position: 0, scannedTo: SCAN_MAX, lease: null });
      expect(await run()).toBe(0);
      expect(await run()).toBeUndefined();
      expect(await row()).toMatchObject({ position: 0, scannedTo: 2 * SCAN_MAX + 5 });
      await world.one(
        world.a,
        world.writer.event('createList', { listId: world.writer.newId(), name: 'Home', color: 'blue', order: 'a0' }),
      );
      expect(await run()).toBeUndefined();
      expect(receiver.positions).toEqual([[2 * SCAN_MAX + 6]]);
      expect(receiver.bodies[0]!.data).toMatchObject({ after: cursor(0), cursor: cursor(2 * SCAN_MAX + 6) });
    });

    test('[HOOK1] [A10] what is archived is sent as it would have been, also what is archived between two attempts', async () => {
      const archive = (most: number) =>
        archiveEvents(database, {
          before: new Date(Date.now() + HOUR),
          accountIds: [world.accountId],
          most,
          pause: 0,
        });
      await tasks(2 * EVENTS_MAX + 50);
      receiver.answers.push(500, 200, 200, 500);
      await run();
      world.now += 5_000;
      // The first two batches as a whole, and a part of the third.
      expect(await archive(110)).toMatchObject({ events: 220, failed: [] });
      await run();
      world.now += 5_000;
      await archive(30);
      await run();
      const sent = distinct(receiver.got);
      expect(sent.flatMap(({ body }) => (JSON.parse(body) as Body).data.events)).toEqual(
        range(1, 250).map((position) => expect.objectContaining({ position, type: 'TaskCreated' })),
      );
      for (const { headers, body } of receiver.got) {
        const same = sent.find((other) => other.headers['webhook-id'] === headers['webhook-id']);
        expect(body).toBe(same!.body);
      }
      expect(receiver.got.length).toBe(sent.length + 2);
      expect(await row()).toMatchObject({ position: 250, batchEnd: null });
      await change({ position: 0, scannedTo: 0, round: 1 });
      const before = receiver.positions.flat().length;
      while ((await run()) !== undefined);
      expect(receiver.positions.flat().slice(before)).toEqual(range(1, 250));
      // One row of the archive is unpacked for a batch, no more.
      expect(receiver.positions.slice(-5).map(({ length }) => length)).toEqual([100, 10, 100, 10, 30]);
    });

    test('[HOOK2] a message is signed with the secret, and with the one before while that is good', async () => {
      const { secret } = await row();
      const before = newSecret();
      const signedBy = (message: Message, key: string) => {
        const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = message.headers;
        const hmac = createHmac('sha256', Buffer.from(key.slice(6), 'base64'));
        const expected = `v1,${hmac.update(`${id}.${timestamp}.${message.body}`).digest('base64')}`;
        return signatures!.split(' ').includes(expected);
      };
      await change({ previousSecret: before, previousUntil: new Date(world.now + HOUR) });
      await tasks(1);
      await run();
      world.now += HOUR;
      await tasks(1);
      await run();
      const [during, after] = receiver.got as [Message, Message];
      expect([signedBy(during, secret), signedBy(during, before)]).toEqual([true, true]);
      expect([signedBy(after, secret), signedBy(after, before)]).toEqual([true, false]);
      expect(after.headers['webhook-signature']).not.toContain(' ');
    });

    test('[HOOK1] sent again from earlier, a batch has another id, whatever was under way', async () => {
      await tasks(2);
      let answer: (answer: Answer) => void = () => {};
      receiver.answers.push(new Promise<Answer>((resolve) => (answer = resolve)));
      const underway = run();
      await receiver.heard();
      await change({ position: 0, scannedTo: 0, batchEnd: null, round: 1, lease: null, leaseUntil: null });
      answer({ status: 200, retryAfter: undefined });
      expect(await underway).toBe(0);
      expect(await row()).toMatchObject({ position: 0 });
      await tasks(1);
      await run();
      expect(receiver.positions).toEqual([
        [1, 2],
        [1, 2, 3],
      ]);
      expect(receiver.ids[1]).not.toBe(receiver.ids[0]);
    });

    test('[HOOK1] [F4] after a restored backup nothing has the id or the cursor of what was sent before', async () => {
      await tasks(2);
      receiver.answers.push(500);
      await run();
      await database.asOwner(`UPDATE "Log" SET "epoch" = '${randomUUID()}'`);
      world.now += 5_000;
      await run();
      expect(receiver.positions[1]).toEqual(receiver.positions[0]);
      const [before, after] = receiver.bodies as [Body, Body];
      expect(receiver.ids[1]).not.toBe(receiver.ids[0]);
      expect([after.data.after, after.data.cursor]).not.toEqual([before.data.after, before.data.cursor]);
    });

    test('[HOOK6] an account that is erased is sent nothing more', async () => {
      await tasks(150);
      const erasing: Transport = async (message) => {
        await eraseAccount(database.prisma, world.accountId);
        return receiver.transport(message);
      };
      await run(newDeliveries(erasing));
      expect(await run()).toBeUndefined();
      expect(receiver.positions).toEqual([range(1, 100)]);
      expect(await database.asOwner(`SELECT 1 FROM "Webhook" WHERE "accountId" = '${world.accountId}'`)).toEqual([]);
    });

    test('[SAFE7] whoever looks for what is due learns ids and times, and nothing of one that is disabled', async () => {
      const other = await LogWorld.on(database.prisma);
      const theirs = await newWebhook({ accountId: other.accountId });
      const disabled = await newWebhook();
      await world.prisma.webhook.updateMany({ where: { id: disabled }, data: { disabledAt: new Date(world.now) } });
      await tasks(1);
      await change({ nextAttemptAt: new Date(world.now + HOUR), leaseUntil: new Date(world.now) });
      const look = () => database.prisma.$queryRaw<{ id: string }[]>`select * from webhooks_to_watch()`;
      const found = (await look()).filter((row) => [id, theirs, disabled].includes(row.id));
      expect(found.sort((a, b) => (a.id === id ? -1 : b.id === id ? 1 : 0))).toEqual([
        { accountId: world.accountId, id, isBehind: true, notBefore: new Date(world.now + HOUR) },
        { accountId: other.accountId, id: theirs, isBehind: false, notBefore: null },
      ]);
      expect(await database.prisma.webhook.findMany()).toEqual([]);
      const inScope = await asAccount(other.accountId, async () => {
        await look();
        return database.prisma.webhook.findMany();
      });
      expect(inScope.map((row) => row.id)).toEqual([theirs]);
    });
  });
}

/** Each message once. */
function distinct(messages: readonly Message[]): Message[] {
  return [...new Map(messages.map((message) => [message.headers['webhook-id'], message])).values()];
}

function deviceRow(accountId: string, id: string, name: string) {
  const at = new Date(WORLD_START);
  const times = { createdAt: at, signedInAt: at, lastSeenAt: at, expiresAt: at };
  return { accountId, id, name, kind: 'BROWSER', tokenHash: '', refreshKey: '', ...times };
}

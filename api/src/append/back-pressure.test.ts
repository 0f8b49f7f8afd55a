import { randomUUID } from 'node:crypto';
import { registry } from '@cairn/domain';
import { projections } from '../server/services.ts';
import { newDevice } from '../testing/accounts.ts';
import { MemoryDatabase } from '../testing/memory-database.ts';
import { Writer } from '../testing/writer.ts';
import { Appender } from './appender.ts';

/** An appender whose statements wait until they are let go. */
function setUp(maxWaiting: number) {
  const database = new MemoryDatabase();
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => (letGo = resolve));
  const statements: string[] = [];
  const prisma = database.connect(async (name, run) => {
    statements.push(name);
    await gate;
    return run();
  });
  const appender = new Appender({ prisma, registry, projections, now: Date.now, maxWaiting });
  const writer = new Writer(Date.now() - 60_000);
  const append = () => {
    const accountId = randomUUID();
    database.newAccount(accountId);
    const task = { taskId: writer.newId(), title: 'One', order: 'a0' };
    return appender.append(newDevice(accountId), [writer.event('createTask', task)]);
  };
  return { appender, append, statements, letGo };
}

test('[A9] appends beyond those that may wait are refused, with the time to come back; the others are done', async () => {
  const { appender, append, letGo } = setUp(3);
  const answers = Promise.allSettled(Array.from({ length: 8 }, append));
  expect(appender.waiting).toBe(3);
  letGo();
  const settled = await answers;
  expect(settled.map(({ status }) => status)).toEqual([
    ...Array<string>(5).fill('fulfilled'),
    ...Array<string>(3).fill('rejected'),
  ]);
  for (const result of settled.slice(5)) {
    expect(result).toMatchObject({ reason: { extensions: { code: 'OVERLOADED', retryAfter: 2 } } });
  }
  expect((await append())[0]).toMatchObject({ status: 'APPLIED', position: 1 });
});

test('[A1] [A3] appends of many accounts that wait share one transaction, and each account has its own positions', async () => {
  const { append, statements, letGo } = setUp(100);
  const answers = Promise.all(Array.from({ length: 32 }, append));
  letGo();
  const receipts = (await answers).flat();
  expect(receipts.map(({ status, position }) => `${status} ${position}`)).toEqual(Array(32).fill('APPLIED 1'));
  expect(statements).toEqual(['read', 'read', 'write', 'write', 'read', 'write']);
});

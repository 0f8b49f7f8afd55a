import { randomUUID } from 'node:crypto';
import { registry } from '@cairn/domain';
import type { EntityRow } from '../entity/projection.ts';
import { projections } from '../server/services.ts';
import { newDevice } from '../testing/accounts.ts';
import { MemoryDatabase } from '../testing/memory-database.ts';
import { Writer } from '../testing/writer.ts';
import { AccountMemory } from './account-memory.ts';
import { Appender } from './appender.ts';
import { rebuild } from './rebuild.ts';

/** An account with one device, and processes that append to it, with what each asks of the database. */
async function setUp() {
  const database = new MemoryDatabase();
  const device = newDevice(randomUUID());
  const { accountId } = device;
  database.newAccount(accountId);
  const writer = new Writer(Date.now() - 60_000);
  const taskId = writer.newId();

  function newProcess() {
    const statements: string[] = [];
    const prisma = database.connect((name, run) => {
      statements.push(name);
      return run();
    });
    const appender = new Appender({ prisma, registry, projections, now: Date.now });
    const append = (mutation: string, payload: object, epoch: string | null = null) =>
      appender.append(device, [writer.event(mutation, payload, { parentVersion: 1 })], epoch);
    /** Retitles the task; answers the statements that it took. */
    const retitle = async (title: string) => {
      statements.length = 0;
      expect(await append('retitleTask', { taskId, title })).toMatchObject([{ status: 'APPLIED', entity: { title } }]);
      return statements.join(' ');
    };
    return { append, retitle, statements };
  }

  const { prisma } = database;
  const first = new Appender({ prisma, registry, projections, now: Date.now });
  await first.append(device, [writer.event('createTask', { taskId, title: 'One', order: 'a0' })]);
  return { database, accountId, taskId, writer, newProcess };
}

test('[A1] an append on top of what this process left asks nothing first', async () => {
  const { newProcess, writer } = await setUp();
  const { append, retitle, statements } = newProcess();
  expect([await retitle('Two'), await retitle('Three')]).toEqual(['read write', 'write']);
  // What it has had nothing to do with has to be asked for.
  statements.length = 0;
  await append('retitleTask', { taskId: writer.newId(), title: 'None' });
  expect(statements).toEqual(['read', 'write']);
  expect(await retitle('Four')).toBe('write');
  // What would not be written has been compared with nothing.
  statements.length = 0;
  await append('shoutTask', { taskId: writer.newId() });
  expect(statements).toEqual(['read']);
});

test('[A1] an account that two processes write to is read by both for a while', async () => {
  const { newProcess } = await setUp();
  const [one, other] = [newProcess(), newProcess()];
  expect([await one.retitle('1'), await other.retitle('2')]).toEqual(['read write', 'read write']);
  expect(await one.retitle('3')).toBe('write read write');
  const later = [];
  for (let n = 0; n < 18; n += 1) later.push(await one.retitle(`${n} more`));
  expect([...new Set(later.slice(0, 15))]).toEqual(['read write']);
  expect(later.at(-1)).toBe('write');
});

test('[A1] [fault F46] a restored log is noticed, and so is a projection that was put right', async () => {
  const { database, accountId, taskId, newProcess } = await setUp();
  const { append, retitle } = newProcess();
  await retitle('Before');
  const backup = database.backup();
  await retitle('Lost');
  database.restore(backup);
  const epoch = randomUUID();
  database.log.rows = [{ id: 1, epoch }];
  const turned = database.head.rows.map((row) => ({ ...row, turn: 3, position: 3 }));
  database.head.rows = turned;
  expect(await append('retitleTask', { taskId, title: 'After' }, epoch)).toMatchObject([{ epoch, version: 3 }]);
  await expect(append('retitleTask', { taskId, title: 'No' }, randomUUID())).rejects.toMatchObject({
    extensions: { code: 'LOG_RESTORED' },
  });
  database.restore(backup);
  database.log.rows = [{ id: 1, epoch }];
  for (let n = 0; n < 20; n += 1) await retitle(`${n}`);
  const [table] = [...database.backup().keys()].filter(({ rows }) => rows.some((row) => row['title'] === '19'));
  table!.rows = table!.rows.map((row) => ({ ...row, version: 99 }));
  expect((await rebuild(database.prisma, registry, projections, accountId)).differing).toEqual([`Task:${taskId}`]);
  expect(await append('retitleTask', { taskId, title: 'Last' })).toMatchObject([{ version: 23 }]);
});

describe('AccountMemory', () => {
  const log = { epoch: 'e', runsSince: '0' };
  const head = (turn: number) => ({ position: turn, turn });
  const row = (id: string, title = '') => ({ __typename: 'Task', id, title }) as unknown as EntityRow;
  const rows = (...given: EntityRow[]) => new Map(given.map((one) => [`Task:${one.id}`, one]));
  const ref = (id: string) => ({ type: 'Task', id });

  test('what it says is as the last write left it, and only when it knows all that is asked', () => {
    const memory = new AccountMemory();
    memory.keep('a', { ...log, before: head(0), head: head(1), rows: new Map([...rows(row('1')), ['Task:2', null]]) });
    memory.keep('a', { ...log, before: head(1), head: head(2), rows: rows(row('1', 'new')) });
    expect(memory.recall('a', [ref('1'), ref('2')])).toMatchObject({ ...log, head: head(2) });
    expect(memory.recall('a', [ref('1')])!.rows.get('Task:1')).toEqual(row('1', 'new'));
    expect([memory.recall('a', [ref('1'), ref('3')]), memory.recall('b', [])]).toEqual([undefined, undefined]);
    // Somebody else wrote between: what was known of before then is not known now.
    memory.keep('a', { ...log, before: head(5), head: head(6), rows: rows(row('3')) });
    expect([memory.recall('a', [ref('3')])?.head, memory.recall('a', [ref('1')])]).toEqual([head(6), undefined]);
    // So it is where another database took the place of that one, though the head looks the same.
    memory.keep('a', { ...log, runsSince: '1', before: head(6), head: head(7), rows: rows(row('4')) });
    expect([memory.recall('a', [ref('4')])?.runsSince, memory.recall('a', [ref('3')])]).toEqual(['1', undefined]);
  });

  test('it keeps what was written last, and nothing that is very long', () => {
    const memory = new AccountMemory();
    const many = Array.from({ length: 70 }, (_, index) => row(`${index}`));
    memory.keep('a', { ...log, before: head(0), head: head(1), rows: rows(...many) });
    expect([memory.recall('a', [ref('5')]), memory.recall('a', [ref('6')])?.head]).toEqual([undefined, head(1)]);
    memory.keep('a', { ...log, before: head(1), head: head(2), rows: rows(row('6', 'x'.repeat(20_000))) });
    expect([memory.recall('a', [ref('6')]), memory.recall('a', [ref('7')])?.head]).toEqual([undefined, head(2)]);
  });

  test('it forgets what is not to be kept, also where it knew it before', () => {
    const memory = new AccountMemory(({ title }) => title !== 'derived');
    memory.keep('a', { ...log, before: head(0), head: head(1), rows: rows(row('1'), row('2')) });
    memory.keep('a', { ...log, before: head(1), head: head(2), rows: rows(row('1', 'derived')) });
    expect([memory.recall('a', [ref('1')]), memory.recall('a', [ref('2')])?.head]).toEqual([undefined, head(2)]);
  });

  test('it has room for so much text', () => {
    const memory = new AccountMemory();
    const long = 'x'.repeat(15_000);
    for (let n = 0; n < 1_100; n += 1) {
      memory.keep(`${n}`, { ...log, before: head(0), head: head(1), rows: rows(row('1', long)) });
    }
    expect(memory.recall('0', [])).toBeUndefined();
    expect(memory.recall('1099', [])).toBeDefined();
  });
});

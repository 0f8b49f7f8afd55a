import { IDBFactory } from 'fake-indexeddb';
import { accountStorage, answered } from '../testing/account-storage.ts';
import { destroyBrowserStorage } from './browser-storage.ts';
import { systemEnvironment } from '../testing/account-storage.ts';
import { beginReading, type HeadStart } from './head-start.ts';
import { headStartScript, readingsOf } from './head-start-script.ts';

const entry =
  (title: string) =>
  ({ sequence }: { sequence: number }) => ({
    sequence: sequence + 1,
    mutation: 'x',
    input: { event: { id: title, parentVersion: 0, sequence: sequence + 1, occurredAt: 'now' }, title },
  });

async function filled() {
  const factory = new IDBFactory();
  const account = accountStorage({ indexedDB: factory });
  const { outbox, buckets, kept } = await account.open();
  await outbox.append([entry('one')]);
  await buckets.set('0', 'before');
  await kept!.set('name', 'kept');
  return { factory, outbox, buckets };
}

const settled = async (headStart: HeadStart) => {
  await Promise.all(Object.values(headStart.databases));
  return headStart;
};

const open = (factory: IDBFactory, headStart: HeadStart) => accountStorage({ indexedDB: factory, headStart }).open();

test('[W8] what the page has read before the app was there is what a start is told; then the disk is read', async () => {
  const { factory, outbox, buckets } = await filled();
  const headStart = await settled(beginReading(factory, readingsOf('account')));
  await outbox.append([entry('two')]);
  await buckets.set('0', 'after');
  const storage = await open(factory, headStart);
  expect((await storage.outbox.load()).entries.map(({ input }) => input.title)).toEqual(['one']);
  expect(await storage.buckets.entries()).toEqual([['0', 'before']]);
  expect(await storage.kept!.entries()).toEqual([['name', 'kept']]);
  expect((await storage.outbox.load()).entries.map(({ input }) => input.title)).toEqual(['one', 'two']);
  expect(await storage.buckets.entries()).toEqual([['0', 'after']]);
});

test('[O1] a counter that moved on meanwhile is found out by the first append', async () => {
  const { factory, outbox } = await filled();
  const headStart = await settled(beginReading(factory, readingsOf('account')));
  await outbox.append([entry('two')]);
  const storage = await open(factory, headStart);
  await storage.outbox.load();
  expect((await storage.outbox.append([entry('three')])).map(({ sequence }) => sequence)).toEqual([3]);
});

test('[SAFE5] of an account that was deleted and made anew meanwhile nothing is taken over', async () => {
  const { factory, outbox, buckets } = await filled();
  const headStart = await settled(beginReading(factory, readingsOf('account')));
  await outbox.close();
  await buckets.destroy();
  await destroyBrowserStorage('account', systemEnvironment, { indexedDB: factory });
  const storage = await open(factory, headStart);
  expect((await storage.outbox.load()).entries).toEqual([]);
  expect(await storage.buckets.entries()).toEqual([]);
  await storage.buckets.set('0', 'anew');
  expect(await storage.buckets.entries()).toEqual([['0', 'anew']]);
});

test('[W8] what was read long ago counts for nothing: other tabs have gone on writing', async () => {
  const { factory, buckets } = await filled();
  const headStart = await settled(beginReading(factory, readingsOf('account')));
  await buckets.set('0', 'after');
  const storage = await open(factory, { ...headStart, since: headStart.since - 60_000 });
  expect(await storage.buckets.entries()).toEqual([['0', 'after']]);
});

test('[W8] where nothing is stored nothing is made, and a start goes on by itself', async () => {
  const factory = new IDBFactory();
  const headStart = await settled(beginReading(factory, readingsOf('account')));
  expect(await factory.databases()).toEqual([]);
  const storage = await open(factory, headStart);
  expect(await storage.buckets.entries()).toEqual([]);
});

test('[W8] the script in the page stands by itself, and begins to read', async () => {
  const { factory } = await filled();
  const run = new Function('indexedDB', 'identity', headStartScript('identity.accountId'));
  run(factory, { accountId: 'account' });
  const headStart = await settled(globalThis.cairnHeadStart!);
  globalThis.cairnHeadStart = undefined;
  const storage = await open(factory, headStart);
  expect(await storage.buckets.entries()).toEqual([['0', 'before']]);
  const database = await answered(factory.open('cairn-buckets-account'));
  database.close();
});

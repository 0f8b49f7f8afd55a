import type { Entity } from '@cairn/domain';
import { memoryBucketStore } from './cache/bucket-store.ts';
import { SentLog } from './outbox/sent-log.ts';
import type { Leadership } from './leadership.ts';
import { Settling, type SettlingOptions } from './settling.ts';
import { SyncState } from './sync-state.ts';
import { browserEnvironment } from './environment/browser.ts';
import { TestAccount, type TestDevice } from './testing/rig.ts';

const OLD = 'log-1';
const NEW = 'log-2';
const taskId = '01900000-0000-7000-8000-000000000001';

/** A device whose first event, a task, is in the log that it has loaded, and whose second is on its way. */
async function rig() {
  const device = new TestAccount().device('A');
  await device.record('createTask', { taskId, title: 'One', order: 'a0' });
  device.sync();
  await device.replica.outbox.remove([1]);
  const before = confirmedOf(device);
  page(device, OLD, before);
  await device.record('retitleTask', { taskId, title: 'One, later' });
  const [entry] = device.replica.outbox.all().map((held) => held.entry);
  device.sync();
  await device.replica.outbox.remove([2]);
  const after = confirmedOf(device);
  const sentLog = new SentLog(memoryBucketStore());
  let pulls = 0;
  /** What the status was told, in order. */
  const said: string[] = [];
  /** What the server answers when it is asked for what is new. */
  let answer = () => page(device, NEW, after);
  const settling = new Settling({
    replica: device.replica,
    sentLog,
    sync: new SyncState(browserEnvironment()),
    post() {},
    async pull() {
      pulls += 1;
      answer();
    },
    onChanged: () => said.push('pending'),
    onOwing: (isOwing: boolean) => said.push(isOwing ? 'owing' : 'even'),
    leadership: { isLeading: true } as Leadership,
  } as Partial<SettlingOptions> as SettlingOptions);
  settling.lead(new AbortController().signal);
  return {
    device,
    entry: entry!,
    before,
    after,
    sentLog,
    settling,
    said,
    get pulls() {
      return pulls;
    },
    answers: (next: () => void) => (answer = next),
  };
}

const confirmedOf = ({ replica }: TestDevice): Entity[] => structuredClone([...replica.view.confirmedEntities()]);

function page({ replica }: TestDevice, epoch: string, entities: readonly Entity[]): void {
  const changes = entities.map(({ type, fields, ...rest }) => ({ __typename: type, ...rest, ...fields }));
  replica.applyPage({ changes, cursor: 'c', epoch, hasMore: false, head: 9 });
}

const waiting = async ({ replica }: TestDevice) => (await replica.outbox.load()).entries;

test('[F4] [S2] a tab that slept while another sent to a newer log asks before it takes anything for lost', async () => {
  const world = await rig();
  const { device, entry, before, sentLog, settling } = world;
  // As it was when it fell asleep.
  device.replica.expire();
  page(device, OLD, before);
  await sentLog.add([{ entry, epoch: NEW }]);

  world.answers(() => {
    throw new TypeError('Failed to fetch');
  });
  await expect(settling.admit()).rejects.toThrow('Failed to fetch');
  expect(await waiting(device)).toEqual([]);

  world.answers(() => page(device, NEW, world.after));
  expect(await settling.admit()).toBe('go');
  expect(await waiting(device)).toEqual([]);
  expect(world.pulls).toBe(2);
});

test('[F4] what a restored log has lost is given back after the server was asked once', async () => {
  const world = await rig();
  const { device, entry, before, sentLog, settling } = world;
  await sentLog.add([{ entry, epoch: OLD }]);
  device.replica.expire();
  page(device, NEW, before);
  world.answers(() => page(device, NEW, before));
  settling.tellOwing();
  expect(await settling.admit()).toBe('again');
  expect(await waiting(device)).toMatchObject([{ sequence: entry.sequence }]);
  // At no moment does it look as if all were on the server.
  expect(world.said.slice(-3)).toEqual(['owing', 'pending', 'even']);
  expect(await settling.admit()).toBe('go');
  expect(world.pulls).toBe(1);
});

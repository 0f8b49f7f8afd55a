import { registry, type Entity } from '@cairn/domain';
import { TEST_ACCOUNT, TestLog, START } from '@cairn/domain/testing';
import { memoryOutboxStore } from '../outbox/memory-outbox-store.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { ApolloView, cacheId, createApolloCache } from './apollo-view.ts';
import { Foresight } from './foresight.ts';
import { View } from './view.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const ref = { type: 'Task', id: TASK };
const key = `Task:${TASK}`;

const entry = (sequence: number, mutation: string, payload: object, parentVersion = 0): OutboxEntry => ({
  sequence,
  mutation,
  input: {
    event: {
      id: `01900000-0000-7000-8000-${String(sequence).padStart(12, '0')}`,
      parentVersion,
      sequence,
      occurredAt: `2026-11-20T09:00:0${sequence}.000Z-0000`,
    },
    taskId: TASK,
    ...payload,
  },
});
const create = entry(1, 'createTask', { title: 'Milk', order: 'a0' });
const retitle = (sequence: number, title: string, parentVersion = 1) =>
  entry(sequence, 'retitleTask', { title }, parentVersion);

/** A disk that writes when it is told to. */
function disk() {
  let end!: { written: () => void; failed: () => void };
  const write = () =>
    new Promise<void>((resolve, reject) => {
      end = { written: resolve, failed: () => reject(new Error('no room')) };
    });
  return { write, written: () => end.written(), failed: () => end.failed() };
}

function rig() {
  const view = new View({
    outbox: new Outbox(memoryOutboxStore(), registry),
    registry,
    identity: { accountId: TEST_ACCOUNT, deviceId: 'A' },
  });
  const cache = createApolloCache(registry);
  const told: number[] = [];
  const foresight: Foresight = new Foresight({
    view,
    screen: new ApolloView(cache, registry),
    onChanged: () => told.push(foresight.count),
  });
  const log = new TestLog(registry, START);
  const serve = ({ mutation, input }: OutboxEntry, by: string): Entity =>
    log.append(by, registry.parse(mutation, input)).entity;
  const screen = () => cache.extract()[cacheId(ref)] as { title?: string } | undefined;
  /** As the recorder does: shown, written, and then held. */
  const record = async (made: OutboxEntry, write: () => Promise<void>) => {
    const { entity } = view.check(registry.parse(made.mutation, made.input));
    await foresight.during([entity], write);
    view.step({ hold: [made] });
  };
  return { view, foresight, told, serve, screen, record };
}

test('[S13] the screen is ahead while the disk writes; what is said of the entity is not', async () => {
  const { view, foresight, told, serve, screen, record } = rig();
  view.step({ confirm: [serve(create, 'A')] });
  const { write, written } = disk();
  const recorded = record(retitle(2, 'Oat milk'), write);
  expect(screen()!.title).toBe('Oat milk');
  expect([view.get(ref)!.fields.title, foresight.get(ref)!.fields.title]).toEqual(['Milk', 'Oat milk']);
  expect([foresight.count, foresight.has(key)]).toEqual([1, true]);
  written();
  await recorded;
  expect(screen()!.title).toBe('Oat milk');
  expect(view.get(ref)!.fields.title).toBe('Oat milk');
  expect([foresight.count, foresight.has(key)]).toEqual([0, false]);
  expect(told).toEqual([1, 0]);
});

test('[S13] what could not be written leaves the screen', async () => {
  const { view, foresight, serve, screen, record } = rig();
  view.step({ confirm: [serve(create, 'A')] });
  const { write, failed } = disk();
  const recorded = record(retitle(2, 'Oat milk'), write);
  failed();
  await expect(recorded).rejects.toThrow('no room');
  expect([screen()!.title, foresight.get(ref)!.fields.title]).toEqual(['Milk', 'Milk']);
});

test('[S13] what is new is on the screen while the disk writes, and in the view when it has written', async () => {
  const { view, foresight, screen, record } = rig();
  const { write, written } = disk();
  const recorded = record(create, write);
  expect(screen()!.title).toBe('Milk');
  expect(foresight.created.get().map(({ id }) => id)).toEqual([TASK]);
  expect([view.get(ref), foresight.get(ref)?.fields.title]).toEqual([undefined, 'Milk']);
  written();
  await recorded;
  expect(screen()!.title).toBe('Milk');
  expect([view.get(ref)?.fields.title, foresight.created.get()]).toEqual(['Milk', []]);
});

test('[S13] something new that could not be written leaves the screen', async () => {
  const { foresight, screen, record } = rig();
  const { write, failed } = disk();
  const recorded = record(create, write);
  const made = foresight.made(new Set([TASK]));
  failed();
  await expect(recorded).rejects.toThrow('no room');
  await made;
  expect([screen(), foresight.get(ref), foresight.created.get()]).toEqual([undefined, undefined, []]);
});

test('[C2] what the step after the write did not bring leaves the screen, and nobody waits for it', async () => {
  const { view, foresight, screen } = rig();
  const { write, written } = disk();
  const { entity } = view.check(registry.parse(create.mutation, create.input));
  const shown = foresight.during([entity], write);
  const made = foresight.made(new Set([TASK]));
  written();
  await shown;
  foresight.stepped([ref]);
  await made;
  expect([screen(), foresight.get(ref), foresight.created.get()]).toEqual([undefined, undefined, []]);
});

test('[C2] something new that another device made as well, and whose write then fails, is as that device made it', async () => {
  const { view, foresight, serve, screen, record } = rig();
  const { write, failed } = disk();
  const recorded = record(create, write);
  view.step({ confirm: [serve(entry(9, 'createTask', { title: 'Theirs', order: 'a0' }), 'B')] });
  expect(foresight.created.get()).toEqual([]);
  failed();
  await expect(recorded).rejects.toThrow('no room');
  expect([screen()!.title, foresight.get(ref)?.fields.title]).toEqual(['Theirs', 'Theirs']);
});

test('[S13] of two writes to one entity the second stays on the screen when the first fails', async () => {
  const { view, serve, screen, record } = rig();
  view.step({ confirm: [serve(create, 'A')] });
  const [first, second] = [disk(), disk()];
  const failing = record(retitle(2, 'Oat milk'), first.write);
  const standing = record(retitle(3, 'Soy milk'), second.write);
  first.failed();
  await expect(failing).rejects.toThrow('no room');
  expect(screen()!.title).toBe('Soy milk');
  second.written();
  await standing;
  expect(screen()!.title).toBe('Soy milk');
});

test('[C2] what another device wrote meanwhile is on the screen as soon as the disk has written', async () => {
  const { view, serve, screen, record } = rig();
  view.step({ confirm: [serve(create, 'A')] });
  const { write, written } = disk();
  const recorded = record(retitle(2, 'Oat milk'), write);
  view.step({ confirm: [serve(entry(3, 'prioritizeTask', { priority: 3 }, 1), 'B')] });
  expect(screen()!.title).toBe('Oat milk');
  written();
  await recorded;
  expect(screen()).toMatchObject({ title: 'Oat milk', priority: 3 });
});

test('[C2] an event whose effect came from the server before this tab knew it was written leaves nothing stale', async () => {
  const { view, serve, screen, record } = rig();
  view.step({ confirm: [serve(create, 'A')] });
  const { write, written } = disk();
  const mine = retitle(2, 'Oat milk');
  const recorded = record(mine, write);
  // Another tab of the profile read it from the disk and sent it; and a third device wrote after it.
  serve(mine, 'A');
  view.step({ confirm: [serve(entry(3, 'prioritizeTask', { priority: 3 }, 2), 'B')] });
  written();
  await recorded;
  expect(screen()).toMatchObject({ title: 'Oat milk', priority: 3, version: 3 });
});

import fc from 'fast-check';
import { canonicalJson, registry, type Entity } from '@cairn/domain';
import { TEST_ACCOUNT, TestLog, absences, beginning, interleave, START } from '@cairn/domain/testing';
import { memoryOutboxStore } from '../outbox/memory-outbox-store.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { testApp } from '../testing/test-app.ts';
import { LocalIndex } from './local-index.ts';
import { View, type ViewChange } from './view.ts';

const TASK = '01900000-0000-7000-8000-0000000000aa';
const ref = { type: 'Task', id: TASK };
const stamp = (sequence: number, parentVersion: number) => ({
  id: `01900000-0000-7000-8000-${String(sequence).padStart(12, '0')}`,
  parentVersion,
  sequence,
  occurredAt: `2026-11-20T09:00:0${sequence}.000Z-0000`,
});
const entry = (sequence: number, mutation: string, payload: object, parentVersion = 0): OutboxEntry => ({
  sequence,
  mutation,
  input: { event: stamp(sequence, parentVersion), taskId: TASK, ...payload },
});
const create = entry(1, 'createTask', { title: 'Milk', order: 'a0' });

function rig(device = 'A') {
  const outbox = new Outbox(memoryOutboxStore(), registry);
  const view = new View({ outbox, registry, identity: { accountId: TEST_ACCOUNT, deviceId: device } });
  const steps: (readonly ViewChange[])[] = [];
  view.subscribe((changes) => steps.push(changes));
  /** What the server makes of the first `count` events and of what others wrote. */
  const log = new TestLog(registry, START);
  const serve = ({ mutation, input }: OutboxEntry, by = device): Entity =>
    log.append(by, registry.parse(mutation, input)).entity;
  return { outbox, view, steps, serve };
}

test('[C1] what is read is pending over confirmed, and both stay apart', () => {
  const { view, serve } = rig();
  view.step({ confirm: [serve(create)], hold: [entry(2, 'retitleTask', { title: 'Oat milk' }, 1)] });
  expect(view.get(ref)!.fields.title).toBe('Oat milk');
  expect(view.confirmed(ref)!.fields.title).toBe('Milk');
  expect(view.confirmed(ref)!.version).toBe(1);
});

test('[C3] an event leaves pending in the step in which its effect enters confirmed: nothing flickers', () => {
  const { view, steps, serve } = rig();
  view.step({ hold: [create] });
  const before = view.get(ref)!;
  view.step({ confirm: [serve(create)], forget: [1] });
  expect(steps).toHaveLength(2);
  expect(steps[1]!.map(({ before: old, after }) => [old?.fields, after?.fields])).toEqual([
    [before.fields, before.fields],
  ]);
});

test('[C2] the echo of a pending event, quicker than its receipt, changes nothing that is read', () => {
  const { view, serve } = rig();
  const confirmed = serve(create);
  const retitle = entry(2, 'retitleTask', { title: 'Oat milk' }, 1);
  view.step({ confirm: [confirmed], hold: [retitle] });
  const read = canonicalJson(view.get(ref)!.fields);
  view.step({ confirm: [serve(retitle)] });
  expect(canonicalJson(view.get(ref)!.fields)).toBe(read);
});

test('[O6] an entity whose echo was quicker than the receipt is told when its last pending event is settled', () => {
  const { view, steps, outbox, serve } = rig();
  view.step({ hold: [create] });
  view.step({ confirm: [serve(create)] });
  view.step({ forget: [1] });
  expect(steps.at(-1)!.map(({ key }) => key)).toEqual([`Task:${TASK}`]);
  expect(outbox.pendingOf(`Task:${TASK}`)).toEqual([]);
});

test('[C2] a remote edit shows through beside a pending one, and does not hide it', () => {
  const { view, serve } = rig();
  view.step({ confirm: [serve(create)], hold: [entry(2, 'retitleTask', { title: 'Oat milk' }, 1)] });
  view.step({ confirm: [serve(entry(3, 'prioritizeTask', { priority: 3 }, 1), 'B')] });
  expect(view.get(ref)!.fields).toMatchObject({ title: 'Oat milk', priority: 3 });
});

test('[M8] the device folds as the server will: a remote write with a later clock shows at once', () => {
  const { view, serve } = rig();
  const retitle = entry(2, 'retitleTask', { title: 'mine' }, 1);
  view.step({ confirm: [serve(create)], hold: [retitle] });
  view.step({ confirm: [serve(entry(3, 'retitleTask', { title: 'theirs, later' }, 1), 'B')] });
  expect(view.get(ref)!.fields.title).toBe('theirs, later');
  expect(serve(retitle).fields.title).toBe('theirs, later');
});

test('[C2] older confirmed state never replaces newer', () => {
  const { view, serve } = rig();
  const first = serve(create);
  const second = serve(entry(2, 'retitleTask', { title: 'newer' }, 1));
  view.step({ confirm: [second] });
  expect(view.step({ confirm: [first] })).toEqual([]);
  expect(view.get(ref)!.fields.title).toBe('newer');
});

test('[C2] an event whose effect the feed brought before its receipt is not folded once more', () => {
  const { view, outbox, serve } = rig();
  const chosen = {
    ...entry(2, 'choosePolicy', { entityType: 'Task', field: 'title', policy: 'client-wins' }),
    ...{
      input: {
        event: stamp(2, 0),
        settingsId: TEST_ACCOUNT,
        entityType: 'Task',
        field: 'title',
        policy: 'client-wins',
      },
    },
  };
  const mine = entry(3, 'retitleTask', { title: 'mine' }, 1);
  view.step({ confirm: [serve(create), serve(chosen)], hold: [mine] });
  serve(mine);
  view.step({ confirm: [serve(entry(4, 'retitleTask', { title: 'theirs, who had seen mine' }, 2), 'B')] });
  expect(outbox.count().pending).toBe(1);
  expect(view.get(ref)!.fields.title).toBe('theirs, who had seen mine');
});

test('[C2] after its storage was lost a device counts anew, and what it writes is shown', () => {
  const { view, serve } = rig();
  view.step({ confirm: [serve(create), serve(entry(7, 'prioritizeTask', { priority: 1 }, 1))] });
  const anew = { ...entry(1, 'prioritizeTask', { priority: 3 }, 2) };
  const later = { ...anew, input: { ...anew.input, event: { ...stamp(8, 2), sequence: 1 } } };
  view.step({ hold: [later] });
  expect(view.get(ref)!.fields.priority).toBe(3);
});

test('[M6] a pending event that meets a concurrent write shows the conflict before it is sent', () => {
  const { view, serve } = rig();
  view.step({
    confirm: [serve(create)],
    hold: [{ ...entry(2, 'retitleTask', { title: 'mine' }, 1), base: { title: 'Milk' } }],
  });
  view.step({ confirm: [serve(entry(3, 'retitleTask', { title: 'theirs' }, 1), 'B')] });
  expect(view.get(ref)!.fields.title).toBe('theirs');
  expect(Object.values(view.get(ref)!.conflicts)).toMatchObject([
    { field: 'title', base: 'Milk', mine: 'mine', theirs: 'theirs', settled: null },
  ]);
});

test('[O4] a parked event is not shown as done', () => {
  const { view, outbox, serve } = rig();
  const retitle = entry(2, 'retitleTask', { title: 'refused' }, 1);
  view.step({ confirm: [serve(create)], hold: [retitle] });
  view.step({ hold: [{ ...retitle, rejection: { code: 'X', message: 'x' } }] });
  expect(view.get(ref)!.fields.title).toBe('Milk');
  expect(outbox.count()).toMatchObject({ pending: 0, parked: 1 });
});

test('[O1] an entry of another release stays in the outbox, is sent, and breaks nothing here', () => {
  const { view, outbox } = rig();
  view.step({ hold: [{ sequence: 9, mutation: 'paintTask', input: { event: stamp(9, 0), colour: 'red' } }] });
  expect(outbox.count().pending).toBe(1);
  expect(view.get(ref)).toBeUndefined();
});

const order = fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 24 });

test('[C1] any history: two devices that fold what the server says over what they hold end as the server', () => {
  fc.assert(
    fc.property(absences(['A', 'B'], START), order, order, (away, delivery, hearing) => {
      const log = new TestLog(registry, START);
      const first = beginning(START);
      first.events.forEach((event) => log.append(first.device, event));
      const devices = new Map(
        away.map(({ device, events }) => {
          const { view, outbox } = rig(device);
          view.step({
            confirm: [...log.state().values()],
            hold: events.map(({ type, payload, stamp: { ...event } }) => ({
              sequence: event.sequence,
              mutation: registry.mutations.find((name) => registry.eventOf(name).type === type)!,
              input: { event, ...payload },
            })),
          });
          return [device, { view, outbox }] as const;
        }),
      );
      let turn = 0;
      for (const { device, event } of interleave(away, delivery)) {
        const { entity } = log.append(device, event);
        devices.get(device)!.view.step({ confirm: [entity], forget: [event.stamp.sequence] });
        // The others hear of it now or later, in any order: only versions count.
        for (const { view } of devices.values()) {
          if ((hearing[turn++ % hearing.length] ?? 0) % 2 === 0) view.step({ confirm: [entity] });
        }
      }
      for (const { view, outbox } of devices.values()) {
        view.step({ confirm: [...log.state().values()].reverse() });
        expect(outbox.count().pending).toBe(0);
        expect(canonicalJson([...view.entities()].sort((a, b) => (a.id < b.id ? -1 : 1)))).toBe(
          canonicalJson([...log.state().values()].sort((a, b) => (a.id < b.id ? -1 : 1))),
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('[C4] an index kept step by step is the index built anew', () => {
  fc.assert(
    fc.property(absences(['A', 'B', 'C'], START), order, (away, delivery) => {
      const log = new TestLog(registry, START);
      const { view } = rig();
      const kept = testApp.indexes.map((definition) => new LocalIndex(definition));
      view.subscribe((changes) => kept.forEach((index) => index.update(changes)));
      const first = beginning(START);
      first.events.forEach((event) => view.step({ confirm: [log.append(first.device, event).entity] }));
      for (const { device, event } of interleave(away, delivery)) {
        view.step({ confirm: [log.append(device, event).entity] });
      }
      testApp.indexes.forEach((definition, n) => {
        const anew = new LocalIndex(definition);
        anew.load(() => view.entities());
        for (const partition of ['inbox', 'all', '01900000-0000-7000-8000-0000000000b1']) {
          expect(kept[n]!.ids(partition).get()).toEqual(anew.ids(partition).get());
        }
      });
    }),
    { numRuns: 200 },
  );
});

test('[C4] an index that is asked for late is of what there is then, and follows from there', () => {
  const { view, serve } = rig();
  const index = new LocalIndex(testApp.indexes[0]!);
  index.load(() => view.entities());
  view.subscribe((changes) => index.update(changes));
  let seen: readonly string[] = [];
  // As a screen does that opens in the step that changes what it shows.
  view.subscribe(() => (seen = index.ids('inbox').get()));
  view.step({ confirm: [serve(create)] });
  expect(seen).toEqual([TASK]);
  view.step({ confirm: [serve(entry(2, 'completeTask', {}, 1))] });
  expect(seen).toEqual([]);
});

test('[C4] the ids of a partition are the same array until they change', () => {
  const { view, serve } = rig();
  const index = new LocalIndex(testApp.indexes[0]!);
  view.subscribe((changes) => index.update(changes));
  view.step({ confirm: [serve(create)] });
  const ids = index.ids('inbox').get();
  view.step({ confirm: [serve(entry(2, 'retitleTask', { title: 'same place' }, 1))] });
  expect(index.ids('inbox').get()).toBe(ids);
  view.step({ confirm: [serve(entry(3, 'completeTask', {}, 2))] });
  expect(index.ids('inbox').get()).toEqual([]);
});

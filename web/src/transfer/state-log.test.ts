import { registry, type DomainEvent, type Entity } from '@cairn/domain';
import { TEST_ACCOUNT, TestLog } from '@cairn/domain/testing';
import { markdownFrom, toBase64 } from '@cairn/text';
import * as Y from 'yjs';
import { readLogFile } from './log-file.ts';
import { stateAsLog } from './state-log.ts';

const NOW = Date.parse('2026-11-25T09:00:00.000Z');
const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [LIST, TASK, PART, NOTE] = [id(1), id(2), id(3), id(4)];
const DEVICE = id(99);

/** A log in which these happened, one a minute. */
function happened(events: readonly (readonly [string, object])[]): Map<string, Entity> {
  const log = new TestLog(registry, NOW);
  events.forEach(([mutation, payload], index) => {
    const occurredAt = `2026-11-20T09:${String(index).padStart(2, '0')}:00.000Z-0000`;
    const stamp = { id: id(1_000 + index), parentVersion: 0, sequence: index + 1, occurredAt };
    log.append(DEVICE, registry.parse(mutation, { event: stamp, ...payload }));
  });
  return new Map([...log.state().values()].map((entity) => [`${entity.type} ${entity.id}`, entity]));
}

function replayed(
  events: readonly {
    readonly mutation: string;
    readonly payload: object;
    readonly device: string;
    readonly id: string;
    readonly sequence: number;
    readonly parentVersion: number;
    readonly clock: string;
  }[],
) {
  const log = new TestLog(registry, NOW);
  for (const { id, sequence, parentVersion, clock, mutation, payload, device } of events) {
    const event: DomainEvent = registry.parse(mutation, {
      event: { id, sequence, parentVersion, occurredAt: clock },
      ...payload,
    });
    log.append(device, event);
  }
  return new Map([...log.state().values()].map((entity) => [`${entity.type} ${entity.id}`, entity]));
}

function typed(text: string): string {
  const document = new Y.Doc();
  document.getText('body').insert(0, text);
  return toBase64(Y.encodeStateAsUpdateV2(document));
}

let count = 0;
const options = {
  accountId: TEST_ACCOUNT,
  deviceId: DEVICE,
  deviceName: 'Laptop',
  now: new Date(NOW),
  newId: () => id(5_000 + (count += 1)),
};

test('[D1] without the server, the state of a device becomes events that make it again', () => {
  const state = happened([
    ['createList', { listId: LIST, name: 'Home', color: 'blue', order: 'a0' }],
    [
      'createTask',
      { taskId: TASK, title: 'One', order: 'a0', listId: LIST, tags: ['a', 'b'], due: '2026-12-24T18:30', priority: 2 },
    ],
    ['createTask', { taskId: PART, title: 'Part', order: 'a1', description: 'two\nlines' }],
    ['createNote', { noteId: NOTE, title: 'Note', body: '# Begun\n', tags: ['x'], pinned: true }],
    ['untagTask', { taskId: TASK, tags: ['b'] }],
    ['completeTask', { taskId: TASK }],
    ['editNote', { noteId: NOTE, update: typed('more words') }],
    ['deleteNote', { noteId: NOTE }],
    ['choosePolicy', { settingsId: TEST_ACCOUNT, entityType: 'Task', field: 'title', policy: 'last-writer-wins' }],
    ['choosePolicy', { settingsId: TEST_ACCOUNT, entityType: 'Note', field: 'title', policy: 'server-wins' }],
  ]);
  const file = stateAsLog(state.values(), options);
  expect(file).toMatchObject({ source: 'device', devices: [{ id: DEVICE, name: 'Laptop' }] });
  expect(readLogFile(JSON.stringify(file))).toEqual(file);
  const again = replayed(file.events);
  expect([...again.keys()].sort()).toEqual([...state.keys()].sort());
  for (const [key, entity] of state) {
    const { updates: was, ...fields } = entity.fields;
    const { updates: is, ...sameFields } = again.get(key)!.fields;
    expect(sameFields).toEqual(fields);
    if (was) expect(markdownFrom(is as string[])).toBe(markdownFrom(was as string[]));
  }
});

test('[D1] a note that no event could hold is cut into several', () => {
  const long = Array.from({ length: 12_000 }, (_, n) => `line ${n}`).join('\n');
  const state = happened([
    ['createNote', { noteId: NOTE, title: 'Long' }],
    ['editNote', { noteId: NOTE, update: typed(long.slice(0, 40_000)) }],
    ['editNote', { noteId: NOTE, update: typed(long.slice(40_000, 80_000)) }],
  ]);
  const note = state.get(`Note ${NOTE}`)!;
  const { events } = stateAsLog(state.values(), options);
  const again = replayed(events).get(`Note ${NOTE}`)!;
  expect(markdownFrom(again.fields.updates as string[])).toBe(markdownFrom(note.fields.updates as string[]));
});

describe('[D4] a file that is none is refused as a whole, with what is wrong in it', () => {
  const file = stateAsLog(happened([['createTask', { taskId: TASK, title: 'One', order: 'a0' }]]).values(), options);
  const [event] = file.events;
  test.each([
    ['half a file', JSON.stringify(file).slice(0, 100), 'not whole'],
    ['some JSON', '{"format":"other"}', 'not an export of Cairn'],
    ['a later version', JSON.stringify({ ...file, version: 2 }), 'newer Cairn'],
    ['no devices', JSON.stringify({ ...file, devices: [] }), 'event 1 names no device of the file'],
    [
      'a foreign event',
      JSON.stringify({ ...file, events: [{ ...event, mutation: 'flyTask' }] }),
      'event 1 is of a kind',
    ],
    [
      'a title too long',
      JSON.stringify({ ...file, events: [{ ...event, payload: { ...event!.payload, title: 'x'.repeat(501) } }] }),
      'event 1 cannot be kept',
    ],
    ['nothing', JSON.stringify({ ...file, events: [] }), 'nothing in this file'],
  ])('%s', (_what, text, message) => {
    expect(() => readLogFile(text)).toThrow(message);
  });
});

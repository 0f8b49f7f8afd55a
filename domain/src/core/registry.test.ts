import { register } from './kinds/register.ts';
import { createRegistry } from './registry.ts';
import { defineEvent } from './event.ts';
import { object, text, uuid } from './shape.ts';
import { isUuid, uuidv7 } from './id.ts';
import { registry } from '../index.ts';

const ID = '01900000-0000-7000-8000-0000000000aa';
const stamp = { id: ID, parentVersion: 0, sequence: 1, occurredAt: '2026-11-20T09:00:00.000Z-0000' };
const create = { event: stamp, taskId: ID, title: 'Milk', order: 'a0' };

const refused: readonly (readonly [what: string, mutation: string, input: unknown, code: string])[] = [
  ['an unknown event', 'burnTask', create, 'UNKNOWN_EVENT'],
  ['a newer shape', 'createTask', { ...create, event: { ...stamp, schema: 2 } }, 'UNKNOWN_EVENT'],
  ['an unknown field', 'createTask', { ...create, colour: 'red' }, 'UNKNOWN_FIELD'],
  ['__proto__', 'createTask', JSON.parse('{"__proto__":{"x":1}}'), 'VALUE_MISSING'],
  ['__proto__ beside the rest', 'createTask', { ...create, ...{ ['__proto__x']: 1 } }, 'UNKNOWN_FIELD'],
  ['an unknown stamp field', 'createTask', { ...create, event: { ...stamp, x: 1 } }, 'UNKNOWN_FIELD'],
  ['no stamp', 'createTask', { ...create, event: undefined }, 'VALUE_MISSING'],
  ['no title', 'createTask', { event: stamp, taskId: ID, order: 'a0' }, 'VALUE_MISSING'],
  ['an empty title', 'createTask', { ...create, title: '  ' }, 'VALUE_INVALID'],
  ['a long title', 'createTask', { ...create, title: 'x'.repeat(501) }, 'VALUE_TOO_LONG'],
  ['a long description', 'createTask', { ...create, description: 'x'.repeat(16_384) }, 'VALUE_TOO_LONG'],
  ['a lone surrogate', 'createTask', { ...create, title: 'a\ud800' }, 'VALUE_INVALID'],
  ['NUL', 'createTask', { ...create, title: 'a\u0000' }, 'VALUE_INVALID'],
  ['NaN', 'createTask', { ...create, priority: NaN }, 'VALUE_INVALID'],
  ['a priority of 4', 'createTask', { ...create, priority: 4 }, 'VALUE_INVALID'],
  ['30 February', 'createTask', { ...create, due: '2026-02-30' }, 'VALUE_INVALID'],
  ['a time of 24:00', 'createTask', { ...create, due: '2026-02-03T24:00' }, 'VALUE_INVALID'],
  ['an order key with a space', 'createTask', { ...create, order: 'a 0' }, 'VALUE_INVALID'],
  ['an upper-case id', 'createTask', { ...create, taskId: ID.toUpperCase().replace('0A', '0B') }, 'VALUE_INVALID'],
  ['a malformed event id', 'createTask', { ...create, event: { ...stamp, id: '7' } }, 'EVENT_ID_INVALID'],
  ['a negative parent', 'createTask', { ...create, event: { ...stamp, parentVersion: -1 } }, 'PARENT_VERSION_INVALID'],
  [
    'a parent of 2^53',
    'createTask',
    { ...create, event: { ...stamp, parentVersion: 2 ** 53 } },
    'PARENT_VERSION_INVALID',
  ],
  ['a sequence of 0', 'createTask', { ...create, event: { ...stamp, sequence: 0 } }, 'SEQUENCE_INVALID'],
  ['no clock', 'createTask', { ...create, event: { ...stamp, occurredAt: 'yesterday' } }, 'CLOCK_INVALID'],
  ['a schedule of nothing', 'scheduleTask', { event: stamp, taskId: ID }, 'VALUE_MISSING'],
];

test.each(refused)('[E1] %s is refused with its code', (_what, mutation, input, code) => {
  expect(() => registry.parse(mutation, input)).toThrow(expect.objectContaining({ name: 'Refusal', code }));
});

test('[E1] a refusal names the member at fault', () => {
  expect(() => registry.parse('createTask', { ...create, title: 1 })).toThrow(
    expect.objectContaining({ path: 'title' }),
  );
});

test('[E4] an older shape is upcast step by step to the newest', () => {
  const grown = createRegistry(
    [
      {
        entity: { type: 'Stone', fields: { label: register('', text({ max: 20 })) } },
        events: {
          layStone: defineEvent({
            type: 'StoneLaid',
            entity: 'Stone',
            key: 'stoneId',
            creates: true,
            payload: object({ stoneId: uuid, label: text({ max: 20 }) }),
            writes: ['label'],
            changes: (stone) => ({ label: stone.label }),
            upcasts: [
              ({ name, ...rest }) => ({ ...rest, title: name ?? null }),
              ({ title, ...rest }) => ({ ...rest, label: title ?? null }),
            ],
          }),
        },
      },
    ],
    { settings: { type: 'Settings', field: 'policies' } },
  );
  const read = (schema: number | undefined, member: object) =>
    grown.parse('layStone', { event: { ...stamp, ...(schema ? { schema } : {}) }, stoneId: ID, ...member }).payload
      .label;
  expect(read(undefined, { name: 'oldest' })).toBe('oldest');
  expect(read(2, { title: 'older' })).toBe('older');
  expect(read(3, { label: 'today' })).toBe('today');
});

test('[E2] ids are made from the time and the randomness given, and sort by time', () => {
  const random = new Uint8Array(10).fill(0xff);
  const id = uuidv7(1_763_600_000_000, random);
  expect(isUuid(id)).toBe(true);
  expect(id).toBe(uuidv7(1_763_600_000_000, random));
  expect(id < uuidv7(1_763_600_000_001, new Uint8Array(10))).toBe(true);
});

import { createRegistry, settings, task } from '@cairn/domain';
import { readBody } from './event-body.ts';
import { withhold } from './withhold.ts';

const { prioritizeTask: _, ...events } = task.events;
const older = createRegistry([{ ...task, events }, settings], { settings: { type: 'Settings', field: 'policies' } });
const id = (n: number) => `01900000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const item = (n: number, mutation: string, payload: object) => ({
  mutation,
  input: {
    event: { id: id(100 + n), parentVersion: 1, sequence: n, occurredAt: '2026-11-20T09:00:00.000Z-0000' },
    ...payload,
  },
});

test('[fault F47] [S5] what follows an event that this server does not know, on the same entity, is put off with it', () => {
  const items = [
    item(1, 'completeTask', { taskId: id(1) }),
    item(2, 'prioritizeTask', { taskId: id(1), priority: 1 }),
    item(3, 'retitleTask', { taskId: id(1), title: 'later' }),
    item(4, 'retitleTask', { taskId: id(2), title: 'another' }),
  ];
  const bodies = withhold(
    items,
    items.map((each) => readBody(older, each)),
  );
  expect(bodies.map(({ refusal }) => refusal?.code)).toEqual([undefined, 'UNKNOWN_EVENT', 'UNKNOWN_EVENT', undefined]);
  // So that a re-send of one that was taken before is known all the same.
  expect(bodies[2]).toMatchObject({ eventId: id(103), hash: readBody(older, items[2]!).hash, event: undefined });
});

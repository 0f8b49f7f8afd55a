import fc from 'fast-check';
import { formatClock } from '../core/clock.ts';
import type { DomainEvent } from '../core/event.ts';
import { registry } from '../index.ts';

/** What one device did while it was away: events on shared tasks, in its own order, made after the same beginning. */
export interface Absence {
  readonly device: string;
  readonly events: readonly DomainEvent[];
}

const TASKS = [1, 2].map((n) => `01900000-0000-7000-8000-0000000000a${n}`);
export const SHARED_LIST = '01900000-0000-7000-8000-0000000000b1';

/** The events that every history begins with: a list and two tasks, by device `origin`. */
export function beginning(now: number): { device: string; events: DomainEvent[] } {
  const stamp = (n: number) => ({
    id: `01900000-0000-7000-8000-00000000000${n}`,
    parentVersion: 0,
    sequence: n,
    occurredAt: formatClock(now - 10_000 + n),
  });
  return {
    device: 'origin',
    events: [
      registry.parse('createList', { event: stamp(1), listId: SHARED_LIST, name: 'Home', color: 'blue', order: 'a0' }),
      ...TASKS.map((taskId, index) =>
        registry.parse('createTask', { event: stamp(index + 2), taskId, title: `Task ${index}`, order: 'a0' }),
      ),
    ],
  };
}

const edit = fc.oneof(
  fc.record({ mutation: fc.constant('retitleTask'), payload: fc.record({ title: word() }) }),
  fc.record({ mutation: fc.constant('describeTask'), payload: fc.record({ description: word() }) }),
  fc.record({
    mutation: fc.constant('prioritizeTask'),
    payload: fc.record({ priority: fc.integer({ min: 0, max: 3 }) }),
  }),
  fc.record({
    mutation: fc.constant('scheduleTask'),
    payload: fc.record(
      { start: fc.constantFrom(null, '2026-11-21', '2026-12-01T09:30'), due: fc.constantFrom(null, '2026-11-30') },
      { requiredKeys: ['due'] },
    ),
  }),
  fc.record({
    mutation: fc.constant('moveTask'),
    payload: fc.record(
      { listId: fc.constantFrom(null, SHARED_LIST), order: fc.constantFrom('a0', 'a1', 'Zz') },
      { requiredKeys: ['order'] },
    ),
  }),
  fc.record({
    mutation: fc.constantFrom('completeTask', 'reopenTask', 'deleteTask', 'restoreTask'),
    payload: fc.constant({}),
  }),
);

/** Text with something to read. */
export function word(): fc.Arbitrary<string> {
  return fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' }).filter((text) => text.trim().length > 0);
}

/** Devices that were away at the same time; every task was at version 1 when they left. */
export function absences(devices: readonly string[], now: number): fc.Arbitrary<Absence[]> {
  return fc.tuple(
    ...devices.map((device, deviceIndex) =>
      fc
        .array(fc.record({ edit, task: fc.constantFrom(...TASKS), later: fc.integer({ min: 0, max: 40 }) }), {
          maxLength: 8,
        })
        .map((steps) => {
          let clock = now;
          return {
            device,
            events: steps.map(({ edit: { mutation, payload }, task, later }, index) => {
              // Clocks of one device never stand still; those of two devices may well be equal.
              clock += later + 1;
              return registry.parse(mutation, {
                event: {
                  id: `01900000-0000-7000-8000-0000000${(deviceIndex + 1).toString(16)}${index.toString(16).padStart(4, '0')}`,
                  parentVersion: 1,
                  sequence: index + 1,
                  occurredAt: formatClock(clock),
                },
                taskId: task,
                ...payload,
              });
            }),
          };
        }),
    ),
  );
}

/** Some order of delivery that keeps each device's own: `choices` says whose event is next. */
export function interleave(
  away: readonly Absence[],
  choices: readonly number[],
): { device: string; event: DomainEvent }[] {
  const queues = away.map(({ device, events }) => ({ device, events: [...events] }));
  const delivered: { device: string; event: DomainEvent }[] = [];
  for (let turn = 0; ; turn += 1) {
    const waiting = queues.filter(({ events }) => events.length > 0);
    if (waiting.length === 0) return delivered;
    const { device, events } = waiting[(choices[turn % Math.max(1, choices.length)] ?? 0) % waiting.length]!;
    delivered.push({ device, event: events.shift()! });
  }
}

import type { Entity } from '@cairn/domain';
import { DeviceClock } from './device-clock.ts';
import { nodeEnvironment } from './environment/node.ts';

const NOW = Date.parse('2026-11-27T09:00:00.000Z');
const LATER = '2026-11-27T10:00:00.000Z-0000';

const written = (clock: string): Entity => ({
  type: 'Task',
  id: 'a',
  version: 1,
  position: 1,
  fields: {},
  writers: { title: { version: 1, clock, device: 'other', sequence: 1, parent: 0 } },
  seen: {},
  conflicts: {},
});

function clockOver(loaded: Entity[]) {
  const environment = { ...nodeEnvironment(), now: () => NOW };
  return new DeviceClock({ environment, deviceId: 'this', entities: () => loaded, readings: () => [] });
}

test('[M7] the first event is after all that was stored, though a start has not looked at it', () => {
  expect(clockOver([written(LATER)]).tick() > LATER).toBe(true);
});

test('[M7] … and what is heard before it counts as well', () => {
  const clock = clockOver([written('2026-11-27T09:00:00.000Z-0000')]);
  clock.observe(written(LATER));
  expect(clock.next() > LATER).toBe(true);
  expect(clock.tick() > LATER).toBe(true);
});

import fc from 'fast-check';
import { openConflicts } from '../core/conflict.ts';
import { bringBack, compensation, type Intent } from '../core/undo.ts';
import { TestDevice } from './device.ts';
import { START } from './given.ts';
import { TestLog } from './log.ts';
import type { World } from './worlds.ts';

/** What one device does next. `pick` chooses among what it sees: which conflict, which event. */
type Act =
  | { readonly kind: 'edit'; readonly intent: Intent }
  | { readonly kind: 'settle'; readonly pick: number; readonly choice: 'MINE' | 'THEIRS' | 'EDITED' }
  | { readonly kind: 'reopen' | 'undo' | 'bring back'; readonly pick: number }
  | { readonly kind: 'send'; readonly count: number; readonly isAnswered: boolean }
  | { readonly kind: 'pull'; readonly first: number };

interface Step {
  readonly device: number;
  readonly act: Act;
  /** Milliseconds since the step before. */
  readonly later: number;
}

export interface Life {
  /** For each device, the milliseconds by which its clock is wrong. */
  readonly skews: readonly number[];
  readonly steps: readonly Step[];
}

const pick = fc.nat({ max: 30 });

/** Two to five devices that work, send and read when they like. */
export function lives({ edit }: World): fc.Arbitrary<Life> {
  const act: fc.Arbitrary<Act> = fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('edit' as const), intent: edit }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: fc.constant('settle' as const),
        pick,
        choice: fc.constantFrom('MINE' as const, 'THEIRS' as const, 'EDITED' as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constantFrom('reopen' as const, 'reopen' as const, 'undo' as const, 'bring back' as const),
        pick,
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('send' as const),
        count: fc.integer({ min: 1, max: 4 }),
        isAnswered: fc.boolean(),
      }),
    },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('pull' as const), first: fc.integer({ min: 1, max: 8 }) }) },
  );
  const step = fc.record({ device: fc.nat({ max: 4 }), act, later: fc.nat({ max: 3_000 }) });
  return fc.record({
    skews: fc.array(fc.integer({ min: -120_000, max: 120_000 }), { minLength: 2, maxLength: 5 }),
    steps: fc.array(step, { minLength: 20, maxLength: 80, size: 'max' }),
  });
}

export interface Lived {
  readonly log: TestLog;
  readonly devices: readonly TestDevice[];
}

/** Lives it; what was not sent by the end still waits. */
export function live(world: World, { skews, steps }: Life): Lived {
  const log = new TestLog(world.registry, START);
  const devices = skews.map((skew, index) => new TestDevice(world.registry, log, index + 1, skew));
  for (const intent of world.beginning) devices[0]!.write(intent);
  devices[0]!.send();
  for (const device of devices) device.pull();
  for (const { device: number, act, later } of steps) {
    log.now += later;
    const device = devices[number % devices.length]!;
    if (act.kind === 'send') device.send(act.count, act.isAnswered);
    else if (act.kind === 'pull') device.pull(act.first);
    else {
      const intent = intentOf(world, log, device, act);
      if (intent) device.write(intent);
    }
  }
  return { log, devices };
}

/** Until nothing waits and everybody has read everything. */
export function settleDown({ devices }: Lived): void {
  for (const device of devices) device.send();
  for (const device of devices) device.pull();
}

function intentOf(
  { registry, entities }: World,
  log: TestLog,
  device: TestDevice,
  act: Exclude<Act, { kind: 'send' | 'pull' }>,
): Intent | undefined {
  if (act.kind === 'edit') return act.intent;
  if (act.kind === 'undo' || act.kind === 'bring back') {
    const rows = log.rows.slice(0, device.cursor);
    const row = rows[act.pick % Math.max(1, rows.length)];
    if (!row) return undefined;
    const { type, entityId, payload, stamp } = row.event;
    if (act.kind === 'bring back') {
      const now = device.view(row.entity);
      return now && bringBack(registry, now.type, now.id, now.fields, row.state.fields);
    }
    const effect = { ...row, type, entityId, sequence: stamp.sequence, asked: payload };
    return compensation(registry, effect, new Date(log.now).toISOString());
  }
  const isReopened = act.kind === 'reopen';
  const seen = entities.flatMap((ref) => {
    const entity = device.view(ref);
    if (!entity) return [];
    const found = isReopened ? Object.values(entity.conflicts).filter(({ settled }) => settled) : openConflicts(entity);
    return found.map((conflict) => ({ ref, conflict }));
  });
  const chosen = seen[act.pick % Math.max(1, seen.length)];
  const mutation = chosen && registry.mutationFor(chosen.ref.type, isReopened ? 'reopen' : 'settle');
  if (!mutation) return undefined;
  const { ref, conflict } = chosen;
  return {
    mutation,
    payload: {
      [registry.eventOf(mutation).key]: ref.id,
      conflictId: conflict.id,
      ...(act.kind === 'settle' ? { choice: act.choice } : {}),
      ...(act.kind === 'settle' && act.choice === 'EDITED' ? { value: conflict.mine } : {}),
    },
  };
}

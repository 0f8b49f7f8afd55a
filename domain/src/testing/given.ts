import type { Entity } from '../core/entity.ts';
import { formatClock } from '../core/clock.ts';
import { openConflicts } from '../core/conflict.ts';
import type { Merged, MergeOutcome } from '../core/merge.ts';
import { Refusal, type RefusalCode } from '../core/refusal.ts';
import type { Registry } from '../core/registry.ts';
import { TestLog } from './log.ts';

/** One event in a test: who, what, and how much its writer knew. */
export interface Said {
  readonly device?: string;
  readonly mutation: string;
  readonly payload: { readonly [member: string]: unknown };
  /** The version the writer had seen; default: all there is. */
  readonly parentVersion?: number;
  /** Seconds after the test's beginning; default: the number of events so far. */
  readonly at?: number;
  readonly strict?: boolean;
}

export const START = Date.parse('2026-11-20T09:00:00.000Z');

/** The id of the n-th event, from 1, of a `given` history. */
export const eventId = (n: number) => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** given(history).when(event).then(what): one decision, without mocks. */
export function given(registry: Registry, history: readonly Said[]) {
  const log = new TestLog(registry, START);
  let count = 0;
  const say = (said: Said): Merged => {
    count += 1;
    const definition = registry.eventOf(said.mutation);
    const ref = { type: definition.entity, id: String(said.payload[definition.key]) };
    const at = START + (said.at ?? count) * 1_000;
    log.now = Math.max(log.now, Math.min(at, START + count * 1_000));
    const event = registry.parse(said.mutation, {
      event: {
        id: eventId(count),
        parentVersion: said.parentVersion ?? log.entity(ref)?.version ?? 0,
        sequence: count,
        occurredAt: formatClock(at),
      },
      ...said.payload,
    });
    return log.append(said.device ?? 'A', event, said.strict);
  };
  history.forEach(say);

  return {
    when: (said: Said) => ({
      then(expected: {
        status?: Merged['status'];
        fields?: Partial<Record<string, unknown>>;
        applied?: Record<string, unknown>;
        before?: Record<string, unknown>;
        lost?: Record<string, unknown>;
        /** What became of the fields that others had written meanwhile. */
        merged?: Record<string, MergeOutcome>;
        /** How many wait for a choice. */
        conflicts?: number;
      }): Entity {
        const merged = say(said);
        if (expected.status) expect(merged.status).toBe(expected.status);
        if (expected.fields) expect(merged.entity.fields).toMatchObject(expected.fields);
        if (expected.applied) expect(merged.applied).toEqual(expected.applied);
        if (expected.before) expect(merged.before).toEqual(expected.before);
        if (expected.lost) expect(merged.lost).toEqual(expected.lost);
        if (expected.merged) {
          expect(Object.fromEntries(merged.merged.map(({ field, outcome }) => [field, outcome]))).toEqual(
            expected.merged,
          );
        }
        if (expected.conflicts !== undefined) expect(openConflicts(merged.entity)).toHaveLength(expected.conflicts);
        return merged.entity;
      },
      thenRefused(code: RefusalCode): void {
        const rows = log.rows.length;
        let refusal: unknown;
        try {
          say(said);
        } catch (error) {
          refusal = error;
        }
        expect(refusal).toBeInstanceOf(Refusal);
        expect((refusal as Refusal).code).toBe(code);
        expect(log.rows.length).toBe(rows);
      },
    }),
    log,
  };
}

import type { PlanContext } from './import-plan.ts';

/** Wednesday, 9 o'clock. */
export const NOW = new Date(2026, 10, 25, 9, 0);

/** Ids in order: …0001, …0002. */
export function planContext(rest: Partial<PlanContext> = {}): PlanContext {
  let count = 0;
  return {
    now: NOW,
    lastListKey: null,
    lastInboxKey: null,
    newId: () => `01900000-0000-7000-8000-${String((count += 1)).padStart(12, '0')}`,
    ...rest,
  };
}

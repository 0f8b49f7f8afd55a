import { isCreation, type EventDefinition } from './event.ts';
import type { Fields, Json } from './json.ts';
import type { Registry } from './registry.ts';

/** What an event did, as the history or the device's own fold tells it. */
export interface Effect {
  /** Past tense: `TaskCompleted`. */
  readonly type: string;
  readonly entityId: string;
  readonly device: string;
  readonly sequence: number;
  readonly asked: Fields;
  readonly applied: Fields;
  readonly before: Fields;
}

/** An event still to be recorded. */
export interface Intent {
  readonly mutation: string;
  readonly payload: { readonly [member: string]: Json };
}

/**
 * The event that takes back what `effect` did, as far as it is still there: what others wrote since stays [M10]. What
 * was created goes to the trash. Undefined where there is nothing that a single event can take back.
 * @param at ISO time now
 */
export function compensation(registry: Registry, effect: Effect, at: string): Intent | undefined {
  const { entityId, device, sequence, applied, before } = effect;
  const definition = registry.definition(effect.type);
  const settlement = definition.settles?.(effect.asked);
  if (settlement) {
    const reopen = registry.mutationFor(definition.entity, 'reopen');
    return settlement.choice === 'REOPEN' || !reopen
      ? undefined
      : {
          mutation: reopen,
          payload: { [definition.key]: entityId, conflictId: settlement.conflictId, undoes: { device, sequence } },
        };
  }
  const mutation = registry.mutationFor(definition.entity, 'revert');
  if (!mutation) return undefined;
  const { fields } = registry.entity(definition.entity);
  if (isCreation(definition)) {
    // One that came after another had made it did nothing.
    if (Object.keys(applied).length === 0) return undefined;
    return 'deletedAt' in fields ? revert(definition, mutation, entityId, { deletedAt: at }) : undefined;
  }
  const values: Record<string, Json> = {};
  for (const [field, patch] of Object.entries(applied)) {
    const change = fields[field]!.kind.inverse(patch, before[field]);
    if (change !== undefined && fields[field]!.revertible !== false) values[field] = change;
  }
  if (Object.keys(values).length === 0) return undefined;
  return revert(definition, mutation, entityId, values, { device, sequence });
}

/**
 * The event that brings fields back to what they were, whoever has written them since; undefined when they are so.
 * @param then the entity's fields at another version
 */
export function bringBack(
  registry: Registry,
  type: string,
  entityId: string,
  now: Fields,
  then: Fields,
): Intent | undefined {
  const mutation = registry.mutationFor(type, 'revert');
  if (!mutation) return undefined;
  const values: Record<string, Json> = {};
  for (const [field, { kind, revertible }] of Object.entries(registry.entity(type).fields)) {
    if (revertible === false || !(field in then)) continue;
    const change = kind.difference(now[field]!, then[field]!);
    if (change !== undefined) values[field] = change;
  }
  if (Object.keys(values).length === 0) return undefined;
  return revert(registry.eventOf(mutation), mutation, entityId, values);
}

function revert(
  { key }: Pick<EventDefinition, 'key'>,
  mutation: string,
  entityId: string,
  values: Fields,
  undoes?: { readonly device: string; readonly sequence: number },
): Intent {
  return { mutation, payload: { [key]: entityId, values, ...(undoes ? { undoes } : {}) } };
}

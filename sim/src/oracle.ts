import { markdownFrom } from '@cairn/text';

/** An event as its row has it. */
export interface OracleEvent {
  readonly entityType: string;
  readonly entityId: string;
  readonly applied: unknown;
  readonly conflicts: unknown;
}

type Values = Record<string, unknown>;
type SetPatch = { readonly add?: readonly string[]; readonly remove?: readonly string[] };

/**
 * The account's state by the log alone, in plain code: none of the product's kinds, policies or folds, so that a fault in
 * those cannot hide here. By entity id, its fields and conflicts; of a note the text.
 */
export function oracle(events: readonly OracleEvent[]): Map<string, Values> {
  const state = new Map<string, Values>();
  for (const { entityType, entityId, applied, conflicts } of events) {
    const entity = state.get(entityId) ?? { entityType, tags: [], updates: [], policies: {}, conflicts: {} };
    for (const [field, patch] of Object.entries(applied as Values)) {
      if (field === 'tags') {
        const { add = [], remove = [] } = patch as SetPatch;
        const kept = (entity.tags as string[]).filter((tag) => !remove.includes(tag) && !add.includes(tag));
        entity.tags = [...kept, ...add].sort();
      } else if (field === 'updates') {
        entity.updates = [...(entity.updates as string[]), patch];
      } else if (field === 'policies') {
        entity.policies = withoutNulls({ ...(entity.policies as Values), ...(patch as Values) });
      } else {
        entity[field] = patch;
      }
    }
    entity.conflicts = withoutNulls({ ...(entity.conflicts as Values), ...(conflicts as Values) });
    state.set(entityId, entity);
  }
  for (const entity of state.values()) entity.body = markdownFrom(entity.updates as string[]);
  return state;
}

function withoutNulls(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

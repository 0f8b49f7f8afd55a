import { markdownFrom } from '@cairn/text';

/** An event as its row has it. */
export interface OracleEvent {
  readonly type: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  readonly deviceId: string;
  readonly parentVersion: number;
  readonly applied: unknown;
  readonly conflicts: unknown;
}

type Values = Record<string, unknown>;
/** By tag, the words for it that no removal has seen. */
type Words = ReadonlyMap<string, readonly OracleEvent[]>;
type SetPatch = { readonly add?: readonly string[]; readonly remove?: readonly string[] };

/**
 * The account's state by the log alone, in plain code: none of the product's kinds, policies or folds, so that a fault in
 * those cannot hide here. By entity id, its fields and conflicts; of a note the text.
 */
export function oracle(events: readonly OracleEvent[]): Map<string, Values> {
  const state = new Map<string, Values>();
  const words = new Map<string, Words>();
  for (const event of events) {
    const { entityType, entityId, applied, conflicts } = event;
    const entity = state.get(entityId) ?? { entityType, tags: [], updates: [], policies: {}, conflicts: {} };
    for (const [field, patch] of Object.entries(applied as Values)) {
      if (field === 'tags') {
        const tags = tagged(words.get(entityId), event, patch as SetPatch);
        words.set(entityId, tags);
        entity.tags = [...tags.keys()].sort();
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

/** A removal takes away the words that its writer had seen, and its own; whoever adds has a word for it. */
function tagged(before: Words | undefined, event: OracleEvent, { add = [], remove = [] }: SetPatch): Words {
  const isUnseen = (word: OracleEvent) => word.version > event.parentVersion && word.deviceId !== event.deviceId;
  const after = new Map(before);
  for (const tag of [...remove, ...add]) after.set(tag, (after.get(tag) ?? []).filter(isUnseen));
  for (const tag of add) after.set(tag, [...after.get(tag)!, event]);
  return new Map([...after].filter(([, words]) => words.length > 0));
}

function withoutNulls(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** The first round that a second event has made once more, where the log has one: it is made once [M11]. */
export function madeTwice(events: readonly OracleEvent[]): string | undefined {
  const known = new Set<unknown>();
  for (const { type, entityId, applied, conflicts } of events) {
    const says = Object.keys({ ...(applied as Values), ...(conflicts as Values) });
    if (type === 'TaskContinued' && known.has(entityId) && says.length > 0) return entityId;
    known.add(entityId);
  }
  return undefined;
}

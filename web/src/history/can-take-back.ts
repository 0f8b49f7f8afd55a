import { compensation, isBy, isCreation, registry, type Effect, type Entity, type Fields } from '@cairn/domain';

/** Any time will do: only whether there is something to take back is asked. */
const SOME_TIME = '2000-01-01T00:00:00.000Z';

const known = new Set(registry.mutations.map((mutation) => registry.eventOf(mutation).type));

/** Whether something of what an event did is still there to be taken back: else its undo would change nothing. */
export function canTakeBack(entity: Entity, effect: Effect): boolean {
  // An event that a newer release brought.
  if (!known.has(effect.type)) return false;
  const intent = compensation(registry, effect, SOME_TIME);
  if (!intent) return false;
  const definition = registry.definition(effect.type);
  const settlement = definition.settles?.(effect.asked);
  if (settlement) return isBy(entity.conflicts[settlement.conflictId]?.settled?.by, effect);
  if (isCreation(definition)) return entity.fields.deletedAt === null;
  return Object.entries(intent.payload.values as Fields).some(([field, change]) => {
    const { kind, initial } = registry.entity(entity.type).fields[field]!;
    const state = { value: entity.fields[field] ?? initial, writer: entity.writers[field] };
    return kind.stillOf(state, change, effect) !== undefined;
  });
}

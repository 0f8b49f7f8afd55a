import type { ClockReading } from './clock.ts';
import type { Conflict, ConflictPatch } from './conflict.ts';
import type { Entity } from './entity.ts';
import type { Fields } from './json.ts';
import type { Registry } from './registry.ts';
import type { Writer } from './writer.ts';

/** What an accepted event changed, as the log keeps it: a rebuild needs nothing else [A7]. */
export interface Patch {
  /** By field, the change as it counted. */
  readonly applied: Fields;
  readonly conflicts: ConflictPatch;
}

/** The entity after an accepted event. A rebuild folds the stored patches with this and never asks a policy again [A7]. */
export function applyPatch(
  registry: Registry,
  entity: Entity,
  patch: Patch,
  writer: Writer,
  { position, occurredAt }: { readonly position: number; readonly occurredAt: ClockReading },
): Entity {
  const definition = registry.entity(entity.type);
  const fields = { ...entity.fields };
  const writers = { ...entity.writers };
  for (const [field, change] of Object.entries(patch.applied)) {
    const { kind, initial } = definition.fields[field]!;
    const state = kind.apply({ value: fields[field] ?? initial, writer: writers[field] }, change, writer);
    fields[field] = state.value;
    if (state.writer) writers[field] = state.writer;
  }
  const { device, sequence } = writer;
  const last = entity.seen[device];
  const seen = {
    clock: last && last.clock > occurredAt ? last.clock : occurredAt,
    sequence: Math.max(last?.sequence ?? 0, sequence),
  };
  return {
    type: entity.type,
    id: entity.id,
    version: writer.version,
    position,
    fields,
    writers,
    seen: { ...entity.seen, [device]: seen },
    conflicts: patched(entity.conflicts, patch.conflicts),
  };
}

function patched(conflicts: Entity['conflicts'], patch: ConflictPatch): Entity['conflicts'] {
  const changes = Object.entries(patch);
  if (changes.length === 0) return conflicts;
  const kept: Record<string, Conflict> = { ...conflicts };
  for (const [id, conflict] of changes) {
    if (conflict) kept[id] = conflict;
    else delete kept[id];
  }
  return kept;
}

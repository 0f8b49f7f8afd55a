import { fieldOf, type Conflict, type ConflictPatch, type Settlement } from './conflict.ts';
import type { Entity, EntityDefinition } from './entity.ts';
import { mayAsk } from './field.ts';
import { isSameJson, type Json } from './json.ts';
import { Refusal } from './refusal.ts';
import { isBy, isLater, type Writer } from './writer.ts';

/** What a choice does. */
export interface Settling {
  readonly field: string;
  readonly conflicts: ConflictPatch;
  /** The field's new value. `isSettled`: it only replaces what this conflict is about, so no policy is asked again. */
  readonly write?: { readonly value: Json; readonly isSettled: boolean } | undefined;
  /** The chosen value, where another device's later choice stands, and whose that is. */
  readonly lost?: Json | undefined;
  readonly outweighedBy?: Writer | undefined;
}

/**
 * A choice between mine and theirs, or its undoing. Two devices that chose differently without knowing of each other:
 * the later choice stands, for every order of arrival, and the other is in the history.
 * @throws Refusal CONFLICT_UNKNOWN, VALUE_INVALID …
 */
export function settle(
  definition: EntityDefinition,
  entity: Entity,
  settlement: Settlement,
  by: Writer,
  isConcurrent: (writer: Writer | undefined) => boolean,
): Settling {
  const { conflictId, choice } = settlement;
  const conflict = Object.hasOwn(entity.conflicts, conflictId) ? entity.conflicts[conflictId] : undefined;
  if (!conflict) {
    const field = fieldOf(conflictId);
    const named = Object.hasOwn(definition.fields, field) ? definition.fields[field]! : undefined;
    // Asked on a device that could not know better, and never here: what was written for it is a word like any other.
    if (choice === 'EDITED' && named && mayAsk(named)) {
      return { field, conflicts: {}, write: { value: named.shape.check(settlement.value, 'value'), isSettled: false } };
    }
    throw new Refusal('CONFLICT_UNKNOWN', `there is no conflict ${conflictId} to settle`, 'conflictId');
  }
  if (choice === 'REOPEN') {
    // Chosen anew since, or open again already: there is nothing left of the choice.
    if (settlement.undoes && !isBy(conflict.settled?.by, settlement.undoes)) {
      return { field: conflict.field, conflicts: {} };
    }
    // Open already: two that undo one choice agree.
    if (!conflict.settled) return { field: conflict.field, conflicts: { [conflictId]: conflict } };
  }
  const { reopened, ...kept } = conflict;
  const { field, settled } = kept;
  const last = settled?.by ?? reopened;
  const { shape, initial } = definition.fields[field]!;
  const current = entity.fields[field] ?? initial;
  /** What stood before anybody chose. */
  const before = settled ? settled.before : current;
  const value =
    choice === 'MINE' ? conflict.mine : choice === 'EDITED' ? shape.check(settlement.value, 'value') : before;

  if (last && isConcurrent(last) && !isLater(by, last)) {
    return { field, conflicts: {}, lost: value, outweighedBy: last };
  }
  // The device that asked has said something else since, which the chooser had not seen: it is asked about still.
  if (!settled && isConcurrent(conflict.by)) {
    return { field, conflicts: {}, lost: value, outweighedBy: conflict.by };
  }
  const next: Conflict =
    choice === 'REOPEN'
      ? { ...kept, settled: null, reopened: by }
      : { ...kept, settled: { choice, value, before, by } };
  const writer = entity.writers[field];
  // What the chooser looked at: an earlier choice, and the write that the conflict is about; but not where that is one
  // which came in between, unseen, before the kept event had reached the server.
  const isKnown =
    !writer ||
    writer.version === last?.version ||
    (writer.version <= conflict.against.version && by.parent <= conflict.by.parent);
  // Undoing a choice touches nothing that was written after it.
  const isStale = choice === 'REOPEN' && writer?.version !== settled?.by.version;
  const isNews = !isSameJson(value, current) && !isStale;
  return {
    field,
    conflicts: { [conflictId]: next },
    write: isNews ? { value, isSettled: isKnown || !isConcurrent(writer) } : undefined,
  };
}

import { entityKey, type Entity, type Registry } from '@cairn/domain';
import { isKnown, toEntity } from './cache/apollo-view.ts';
import type { View } from './cache/view.ts';
import { isPutOff, type Receipt } from './link/receipt.ts';
import { creates, dependsOn } from './outbox/dependencies.ts';
import type { Held, Outbox } from './outbox/outbox.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';

/** What a batch of receipts meant for the outbox. */
export interface Settlement {
  /** Answered: the outbox may forget them. */
  readonly answered: readonly number[];
  /** Rejected: kept for the person, with the reason. */
  readonly parked: readonly OutboxEntry[];
  /** Rejected only because what they depend on was: to be written anew, to wait with it [O3]. */
  readonly orphaned: readonly OutboxEntry[];
  /** Confirmed state that came with the receipts. */
  readonly confirmed: readonly Entity[];
  /**
   * True when that is not all that became of them: it is of a type that this release does not know, or the server could not
   * say it. What this tab knows all the same another one may not know.
   */
  readonly isPartial: boolean;
}

/** What the server's answers are about. */
export interface Known {
  readonly registry: Registry;
  readonly outbox: Outbox;
  readonly view: View;
}

/** Whether one of the events was taken, and its effect is neither here nor said in the receipts [C3]. */
export function lacksEffectOf(
  { outbox, view }: Known,
  entries: readonly OutboxEntry[],
  receipts: readonly Receipt[],
): boolean {
  const said = saidIn(receipts);
  return receipts.some(({ status, version }, index) => {
    const ref = outbox.get(entries[index]!.sequence)?.entity;
    if (status === 'REJECTED' || !ref || said.has(ref.id)) return false;
    return (view.confirmed(ref)?.version ?? 0) < (version ?? 0);
  });
}

/** What receipts mean; changes nothing yet. */
export function settlementOf(known: Known, entries: readonly OutboxEntry[], receipts: readonly Receipt[]): Settlement {
  const { registry, outbox } = known;
  const answered: number[] = [];
  const parked: OutboxEntry[] = [];
  const orphaned: OutboxEntry[] = [];
  const missing = new Set<string>();
  const confirmed: Entity[] = [];
  const said = saidIn(receipts);
  let isPartial = false;
  receipts.forEach((receipt, index) => {
    const entry = entries[index]!;
    if (receipt.entity && isKnown(registry, receipt.entity)) confirmed.push(toEntity(registry, receipt.entity));
    else if (receipt.entity) isPartial = true;
    if (receipt.status !== 'REJECTED') {
      answered.push(entry.sequence);
      const ref = outbox.get(entry.sequence)?.entity;
      if (ref && !said.has(ref.id)) isPartial = true;
    } else if (!isPutOff(receipt)) {
      const held = outbox.get(entry.sequence);
      if (held && dependsOn(registry, held, missing)) {
        orphaned.push(entry);
        return;
      }
      if (held && isMadeBy(held, known)) missing.add(entityKey(held.entity!));
      const code = receipt.code ?? 'REJECTED';
      parked.push({ ...entry, rejection: { code, message: receipt.message ?? code } });
    }
  });
  return { answered, parked, orphaned, confirmed, isPartial };
}

/** Ids of the entities that came with receipts. */
function saidIn(receipts: readonly Receipt[]): ReadonlySet<unknown> {
  return new Set(receipts.flatMap(({ entity }) => (entity ? [entity['id']] : [])));
}

/** Whether its entity is not there without it. One that two devices may create is there once either has [M11]. */
function isMadeBy(held: Held, { registry, view }: Known): boolean {
  return creates(registry, held) && view.confirmed(held.entity!) === undefined;
}

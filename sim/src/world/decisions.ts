import type { Row } from '@cairn/api/testing';
import { canonicalJson, type Json } from '@cairn/domain';

type Values = Readonly<Record<string, Json>>;

interface LastWrite {
  readonly value: Json;
  readonly version: number;
  readonly device: unknown;
  readonly clock: string;
}

/** Of the events that set one field to one value: the field, and what decides where the account has not chosen. */
const SETS: Readonly<Record<string, { readonly field: string; readonly policy: string }>> = {
  TaskRetitled: { field: 'title', policy: 'ask' },
  TaskPrioritized: { field: 'priority', policy: 'last-writer-wins' },
  ListRenamed: { field: 'name', policy: 'ask' },
  NoteRetitled: { field: 'title', policy: 'ask' },
};

/**
 * Decides again, in plain code, what becomes of every event that sets one field: applied, lost, or kept for a person.
 * Of all others it takes what the log says was applied.
 */
export class Decisions {
  readonly #writes = new Map<string, LastWrite>();
  #policies: Values = {};

  /** What is wrong with the decision; undefined when it is right. Rows come in order of position. */
  check(row: Row): string | undefined {
    const wrong = this.#wrong(row);
    this.#take(row);
    return wrong;
  }

  #wrong(row: Row): string | undefined {
    const sets = SETS[row['type'] as string];
    if (!sets) return undefined;
    const { field } = sets;
    const asked = (row['asked'] as Values)[field]!;
    const last = this.#writes.get(`${String(row['entityId'])}.${field}`);
    const expected = this.#decide(row, asked, last, sets);
    const isApplied = Object.hasOwn(row['applied'] as Values, field);
    const isLost = Object.hasOwn(row['lost'] as Values, field);
    const isAsked = Object.keys(row['conflicts'] as Values).length > 0;
    const decided = isApplied ? 'applied' : isLost ? 'lost' : isAsked ? 'asked' : 'nothing';
    return decided === expected ? undefined : `${field} was ${decided}, and should have been ${expected}`;
  }

  #decide(
    row: Row,
    asked: Json,
    last: LastWrite | undefined,
    sets: { readonly field: string; readonly policy: string },
  ) {
    const { entityType, deviceId, parentVersion, clock } = row;
    const isConcurrent = last && last.version > (parentVersion as number) && last.device !== deviceId;
    if (!isConcurrent) return 'applied';
    const isLater =
      last.clock === clock ? (deviceId as string) > (last.device as string) : (clock as string) > last.clock;
    if (canonicalJson(asked) === canonicalJson(last.value)) return isLater ? 'applied' : 'nothing';
    const policy = this.#policies[`${String(entityType)}.${sets.field}`] ?? sets.policy;
    if (policy === 'ask') return 'asked';
    if (policy === 'server-wins') return 'lost';
    return policy === 'client-wins' || isLater ? 'applied' : 'lost';
  }

  #take(row: Row): void {
    const { entityType, entityId, version, deviceId: device, clock } = row;
    for (const [field, value] of Object.entries(row['applied'] as Values)) {
      if (entityType === 'Settings') this.#policies = { ...this.#policies, ...(value as Values) };
      else {
        const write = { value, version: version as number, device, clock: clock as string };
        this.#writes.set(`${String(entityId)}.${field}`, write);
      }
    }
  }
}

import { isCreation } from '../core/event.ts';
import type { MergeOutcome } from '../core/merge.ts';
import { POLICY_CHOICES, registry, type Mutation } from '../index.ts';
import { given, type Said } from './given.ts';
import { BEGINNINGS, ENTITY_IDS, SAID } from './outcome-events.ts';

/** What becomes of one field when two events that did not know of each other reach the server in this order. */
export interface PairOutcome {
  readonly type: string;
  readonly field: string;
  readonly first: string;
  readonly second: string;
  readonly words: string;
}

/** Of the second event, whatever it says that the first does not, and whichever clock is ahead. */
const WORDS: Readonly<Record<string, string>> = {
  'register LOST WON': 'the later one stands, the other is in the history',
  'register ASKED': 'the first to arrive stands, the other waits for a choice',
  'register ASKED COMBINED':
    'changes to lines apart are both kept; where they meet, the first to arrive stands and the other waits for a choice',
  'register SAME': 'both say the same',
  'register KEPT': 'what was written stays, and the conflict is open again',
  'set COMBINED': 'all that was added counts; a removal takes away what its writer had seen',
  'text COMBINED': 'every word of both is kept',
  'map COMBINED': 'both are kept; of two choices for the same, the later one stands',
};

const CLOCKS = [100, 110, 120];

/** Every event of a concept but its creation: that has nothing it could be concurrent with. */
export function eventsOf(type: string): (keyof typeof SAID)[] {
  return registry.mutations.filter(
    (mutation): mutation is keyof typeof SAID =>
      registry.eventOf(mutation).entity === type && !isCreation(registry.eventOf(mutation)),
  );
}

/** All ordered pairs of a concept's events with the outcome of each field that both write. */
export function outcomesOf(type: string): { pairs: number; outcomes: PairOutcome[] } {
  const events = eventsOf(type);
  const pairs = events.flatMap((first) => events.map((second) => [first, second] as const));
  return {
    pairs: pairs.length,
    outcomes: pairs.flatMap(([first, second]) =>
      [...outcomesOfPair(type, first, second)].map(([field, outcomes]) => ({
        type,
        field,
        first,
        second,
        words: wordsOf(type, field, outcomes),
      })),
    ),
  };
}

function outcomesOfPair(
  type: string,
  first: keyof typeof SAID,
  second: keyof typeof SAID,
): Map<string, Set<MergeOutcome>> {
  const found = new Map<string, Set<MergeOutcome>>();
  const beginning = BEGINNINGS[type]!;
  const parentVersion = given(registry, beginning).log.entity({ type, id: ENTITY_IDS[type]! })!.version;
  const say = (mutation: Mutation, payload: object, device: string, at: number): Said => ({
    mutation,
    payload: { [registry.eventOf(mutation).key]: ENTITY_IDS[type], ...payload },
    device,
    parentVersion,
    at,
  });
  for (const [one, theirs] of SAID[first].entries()) {
    for (const [other, mine] of SAID[second].entries()) {
      // Two events that say the same are no choice, unless that is all they can say.
      if (first === second && one === other && SAID[first].length > 1) continue;
      for (const at of [CLOCKS[0]!, CLOCKS[2]!]) {
        const { rows } = given(registry, [
          ...beginning,
          say(first, theirs, 'A', CLOCKS[1]!),
          say(second, mine, 'B', at),
        ]).log;
        const [before, row] = rows.slice(-2);
        const isAbout = (field: string) => Object.values(row!.conflicts).some((conflict) => conflict?.field === field);
        for (const { field, outcome } of row!.merged) {
          // A conflict may be opened again without a word to its field.
          if (outcome === 'KEPT' && !(isAbout(field) && field in before!.applied)) continue;
          found.set(field, (found.get(field) ?? new Set()).add(outcome));
        }
      }
    }
  }
  return found;
}

function wordsOf(type: string, field: string, outcomes: ReadonlySet<MergeOutcome>): string {
  // Now and then two events happen to say the same: that decides nothing.
  const telling = outcomes.size > 1 ? [...outcomes].filter((outcome) => outcome !== 'SAME') : [...outcomes];
  const name = [registry.entity(type).fields[field]!.kind.name, ...telling.sort()].join(' ');
  const words = WORDS[name];
  if (words === undefined) throw new Error(`${type}.${field}: no words for ${name}`);
  return words;
}

interface Row {
  readonly fields: string[];
  readonly events: string;
  readonly words: string;
}

/** One row for what has one outcome: events that meet in either order with ∥, else in the order of arrival. */
function rowsOf(outcomes: readonly PairOutcome[]): Row[] {
  const rows: Row[] = [];
  for (const field of new Set(outcomes.map((one) => one.field))) {
    const ofField = outcomes.filter((one) => one.field === field);
    for (const words of new Set(ofField.map((one) => one.words))) {
      const same = ofField.filter((one) => one.words === words);
      const isThere = (first: string, second: string) =>
        same.some((one) => one.first === first && one.second === second);
      const pairs = new Map<string, string[]>();
      for (const { first, second } of same) {
        const isBothWays = isThere(second, first);
        if (isBothWays && pairs.get(`\`${second}\` ∥`)?.includes(first) && first !== second) continue;
        const key = isBothWays ? `\`${first}\` ∥` : `\`${first}\`, then`;
        pairs.set(key, [...(pairs.get(key) ?? []), second]);
      }
      const events = [...pairs].map(([key, others]) => `${key} ${others.map((one) => `\`${one}\``).join(', ')}`);
      const row = { fields: [field], events: events.join('; '), words };
      const alike = rows.find((one) => one.events === row.events && one.words === words);
      if (alike) alike.fields.push(field);
      else rows.push(row);
    }
  }
  return rows;
}

/** The tables of docs/conflicts.md. */
export function outcomeTables(): string {
  const policies = POLICY_CHOICES.map(
    ({ entityType, field, default: first, choices }) =>
      `| \`${entityType}.${field}\` | ${first} | ${choices.filter((name) => name !== first).join(', ')} |`,
  );
  const concepts = registry.entities.flatMap(({ type }) => {
    const { pairs, outcomes } = outcomesOf(type);
    const meeting = new Set(outcomes.map(({ first, second }) => `${first} ${second}`)).size;
    const rows = rowsOf(outcomes).map(
      ({ fields, events, words }) => `| ${fields.map((field) => `\`${field}\``).join(', ')} | ${events} | ${words} |`,
    );
    const rest =
      pairs === meeting
        ? []
        : [`| different fields | the other ${pairs - meeting} of ${pairs} pairs | both are kept |`];
    return ['', `### ${type}`, '', '| field | the two events | outcome |', '| --- | --- | --- |', ...rows, ...rest];
  });
  return ['| field | default | may be chosen |', '| --- | --- | --- |', ...policies, ...concepts].join('\n');
}

import { entityKey, isUuid, type EntityRef, type Json, type Registry } from '@cairn/domain';
import type { Prisma, PrismaClient } from '@cairn/prisma';
import { isUnavailable } from '../database-error.ts';
import type { Projection } from '../entity/projection.ts';
import { apiError } from '../errors.ts';
import type { Trace } from '../trace.ts';
import type { AppendItem } from './append-item.ts';
import { AppendStore } from './append-store.ts';
import { baseKey } from './base-request.ts';
import { BATCH_LIMIT } from './batch-limit.ts';
import { readBody, type EventBody } from './event-body.ts';
import { GroupCommit } from './group-commit.ts';
import type { Principal } from './principal.ts';
import type { Receipt } from './receipt-type.ts';
import { withhold } from './withhold.ts';
import { WorkingSet } from './working-set.ts';

/** So often an append may find that another one came between, before it makes the others wait. */
const ATTEMPTS = 3;

export interface AppenderOptions {
  readonly prisma: PrismaClient;
  readonly registry: Registry;
  readonly projections: readonly Projection[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called after a commit that made events [A8]. Must not throw. */
  readonly onAppended?: (hint: { readonly accountId: string; readonly position: number }) => void;
  /** Called after every append, also one that only rejected. Must not throw. */
  readonly onAnswered?: (answered: Answered) => void;
  /** Most events of one account; beyond it they are refused as QUOTA_EXCEEDED. Default: no limit. */
  readonly maxEvents?: number | undefined;
}

/** What became of one append. */
export interface Answered {
  readonly principal: Principal;
  readonly receipts: readonly Receipt[];
  readonly milliseconds: number;
  /** Appends that shared its transaction, itself included. */
  readonly group: number;
  /** How often the append of another process came between. */
  readonly retries: number;
  /** Of the request that asked for it, where there was one. */
  readonly trace: Trace | undefined;
}

type Done = Pick<Answered, 'receipts' | 'group' | 'retries'>;

interface Call {
  readonly principal: Principal;
  readonly bodies: readonly EventBody[];
  /** The log that the caller means; null for whichever there is. */
  readonly epoch: string | null;
}

/** Takes events into the account's log, and answers a receipt for each. */
export class Appender {
  readonly #options: AppenderOptions;
  readonly #store: AppendStore;
  readonly #groups: GroupCommit<Call, Done>;

  constructor(options: AppenderOptions) {
    this.#options = options;
    this.#store = new AppendStore(options.prisma, options.projections);
    this.#groups = new GroupCommit({
      run: (accountId, calls) => this.#run(accountId, calls),
      weightOf: ({ bodies }) => bodies.length,
      limit: BATCH_LIMIT,
      isShared: isUnavailable,
    });
  }

  /**
   * One receipt for each item, in order. What is rejected undoes nothing else [A3]; sending all of it again is harmless
   * [A2].
   * @param epoch the log that the caller means; null for whichever there is
   * @throws BATCH_TOO_LARGE, ACCOUNT_GONE, LOG_RESTORED
   */
  async append(
    principal: Principal,
    items: readonly AppendItem[],
    epoch: string | null = null,
    trace?: Trace,
  ): Promise<readonly Receipt[]> {
    if (items.length > BATCH_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${BATCH_LIMIT} events at once`);
    if (items.length === 0) return [];
    // Not `now`: a clock that is set meanwhile must not make an append take minutes, or less than nothing.
    const started = performance.now();
    const bodies = withhold(
      items,
      items.map((item) => readBody(this.#options.registry, item)),
    );
    const done = await this.#groups.submit(principal.accountId, { principal, bodies, epoch });
    this.#options.onAnswered?.({ ...done, principal, trace, milliseconds: performance.now() - started });
    return done.receipts;
  }

  async #run(accountId: string, calls: readonly Call[]): Promise<readonly Done[]> {
    let retries = 0;
    let done = await this.#attempt(accountId, calls);
    for (; !done && retries < ATTEMPTS - 1; retries += 1) done = await this.#attempt(accountId, calls);
    done ??= await this.#store.alone(accountId, (on) => this.#attempt(accountId, calls, on));
    if (!done) throw new Error('another append came between although the head was locked');
    if (done.position !== undefined) this.#options.onAppended?.({ accountId, position: done.position });
    return done.answers.map((receipts) => ({ receipts, group: calls.length, retries }));
  }

  /** Undefined, having written nothing, when another append came between. */
  async #attempt(accountId: string, calls: readonly Call[], on?: Prisma.TransactionClient) {
    const { registry, projections, now, maxEvents } = this.#options;
    const bodies = calls.flatMap((call) => call.bodies);
    const refs = [registry.settingsOf(accountId), ...refsOf(bodies)];
    const read = await this.#store.read(accountId, eventIdsOf(bodies), refs, on);
    const { head, epoch } = read;
    if (!head) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
    if (calls.some((call) => call.epoch !== null && call.epoch !== epoch)) {
      throw apiError('LOG_RESTORED', 'the log was restored from a backup: load afresh before sending more');
    }

    const bases = new Map<string, Json | undefined>();
    const decide = () => {
      const set = new WorkingSet(registry, projections, { ...read, position: head.position, bases }, now(), maxEvents);
      return { set, answers: calls.map(({ principal, bodies }) => bodies.map((body) => set.append(body, principal))) };
    };
    let { set, answers } = decide();
    // A merge decided otherwise with a base may be what a later event of the batch then asks the base of.
    while (set.missingBases.length > 0) {
      const found = await this.#store.readBases(accountId, set.missingBases, on);
      for (const request of set.missingBases) bases.set(baseKey(request), found.get(baseKey(request)));
      ({ set, answers } = decide());
    }
    const { events, receipts, changed: entities } = set;
    if (receipts.length > 0) {
      const written = await this.#store.write(accountId, head, { events, receipts, entities }, on);
      if (!written) return undefined;
    }
    return {
      /** The account's new position, when there is one. */
      position: events.length > 0 ? head.position + events.length : undefined,
      answers: answers.map((answers, call) => {
        const { bodies } = calls[call]!;
        const last = new Map(bodies.map(({ entity }, index) => [entity && entityKey(entity), index]));
        return answers.map((answer, index) => {
          const ref = bodies[index]!.entity;
          const row = ref && last.get(entityKey(ref)) === index ? set.row(ref) : undefined;
          return { ...answer, epoch, entity: row ?? null };
        });
      }),
    };
  }
}

function eventIdsOf(bodies: readonly EventBody[]): string[] {
  return [...new Set(bodies.map(({ eventId }) => eventId).filter(isUuid))];
}

function refsOf(bodies: readonly EventBody[]): EntityRef[] {
  return bodies.flatMap(({ entity, references }) => [...(entity ? [entity] : []), ...references]);
}

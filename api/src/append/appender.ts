import { entityKey, isUuid, type EntityRef, type Json, type Registry } from '@cairn/domain';
import type { Prisma, PrismaClient } from '@cairn/prisma';
import { isUnavailable } from '../database-error.ts';
import type { Projection } from '../entity/projection.ts';
import { apiError } from '../errors.ts';
import type { Trace } from '../trace.ts';
import type { AppendItem } from './append-item.ts';
import { AppendStore, type AppendRead, type AppendRequest, type AppendWrite } from './append-store.ts';
import { baseKey } from './base-request.ts';
import { BATCH_LIMIT } from './batch-limit.ts';
import { readBody, type EventBody } from './event-body.ts';
import { GroupCommit, type Outcome } from './group-commit.ts';
import type { Principal } from './principal.ts';
import type { Receipt } from './receipt-type.ts';
import { withhold } from './withhold.ts';
import { WorkingSet } from './working-set.ts';

/** Events of several accounts in one transaction: a few large batches are not made to wait for each other. */
const JOINT_LIMIT = 200;

/** Appends that may wait for their transaction, unless told; and seconds after which to come back when there are as many. */
const WAITING = 2_000;
const COME_BACK = 2;

/** Transactions at once. One is decided while the other is written; more would share less. */
const LANES = 2;

/** So often an append may find that another one came between, before it makes the others wait. */
const ATTEMPTS = 3;

export interface AppenderOptions {
  readonly prisma: PrismaClient;
  readonly registry: Registry;
  readonly projections: readonly Projection[];
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Asked before anything is read, once for each append. @throws RATE_LIMITED */
  readonly admit?: (principal: Principal, events: number) => Promise<void>;
  /** Called after a commit that made events [A8]. Must not throw. */
  readonly onAppended?: (hint: { readonly accountId: string; readonly position: number }) => void;
  /** Called after every append, also one that only rejected. Must not throw. */
  readonly onAnswered?: (answered: Answered) => void;
  /** Most events of one account; beyond it they are refused as QUOTA_EXCEEDED. Default: no limit. */
  readonly maxEvents?: number | undefined;
  /** Most appends that wait; more are refused as OVERLOADED. Default 2,000. */
  readonly maxWaiting?: number | undefined;
}

/** What became of one append. */
export interface Answered {
  readonly principal: Principal;
  readonly receipts: readonly Receipt[];
  readonly milliseconds: number;
  /** Appends that shared its transaction, itself included. */
  readonly group: number;
  /** How often it looked again: another process came between, or some of it had been sent before. */
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
      run: (calls) => this.#run(calls),
      keyOf: ({ principal }) => principal.accountId,
      weightOf: ({ bodies }) => bodies.length,
      limit: BATCH_LIMIT,
      jointLimit: JOINT_LIMIT,
      lanes: LANES,
      isShared: isUnavailable,
    });
  }

  /**
   * One receipt for each item, in order. What is rejected undoes nothing else [A3]; sending all of it again is harmless
   * [A2].
   * @param epoch the log that the caller means; null for whichever there is
   * @throws BATCH_TOO_LARGE, RATE_LIMITED, ACCOUNT_GONE, LOG_RESTORED, OVERLOADED
   */
  async append(
    principal: Principal,
    items: readonly AppendItem[],
    epoch: string | null = null,
    trace?: Trace,
  ): Promise<readonly Receipt[]> {
    if (items.length > BATCH_LIMIT) throw apiError('BATCH_TOO_LARGE', `at most ${BATCH_LIMIT} events at once`);
    if (items.length === 0) return [];
    // Before anything is done for it, and once more when it was held up meanwhile: others came as well.
    this.#refuseBeyondRoom();
    if (this.#options.admit) {
      await this.#options.admit(principal, items.length);
      this.#refuseBeyondRoom();
    }
    // Not `now`: a clock that is set meanwhile must not make an append take minutes, or less than nothing.
    const started = performance.now();
    const bodies = withhold(
      items,
      items.map((item) => readBody(this.#options.registry, item, principal.strict)),
    );
    const done = await this.#groups.submit({ principal, bodies, epoch });
    this.#options.onAnswered?.({ ...done, principal, trace, milliseconds: performance.now() - started });
    return done.receipts;
  }

  /** An outbox keeps its events and comes back; a queue that only grows helps nobody. @throws OVERLOADED */
  #refuseBeyondRoom(): void {
    if (this.#groups.waiting < (this.#options.maxWaiting ?? WAITING)) return;
    throw apiError('OVERLOADED', 'too many appends wait already; come back later', COME_BACK);
  }

  /** Appends that wait for their transaction. */
  get waiting(): number {
    return this.#groups.waiting;
  }

  async #run(calls: readonly Call[]): Promise<readonly Outcome<Done>[]> {
    const outcomes = new Map<Call, Outcome<Done>>();
    let turns = turnsOf(calls);
    let retries = 0;
    const settle = (settled: ReadonlyMap<Turn, Settled>) => {
      for (const [turn, { position, outcomes: found }] of settled) {
        if (position !== undefined) this.#options.onAppended?.({ accountId: turn.accountId, position });
        for (const [call, outcome] of found) {
          outcomes.set(call, 'error' in outcome ? outcome : { answer: { ...outcome, group: calls.length, retries } });
        }
      }
      turns = turns.filter((turn) => !settled.has(turn));
    };
    for (; turns.length > 0 && retries < ATTEMPTS; retries += 1) settle(await this.#attempt(turns));
    for (const turn of turns) {
      const settled = await this.#store.alone(turn.accountId, (on) => this.#attempt([turn], on));
      if (settled.size === 0) throw new Error('another append came between although the head was locked');
      settle(settled);
    }
    return calls.map((call) => outcomes.get(call)!);
  }

  /** Answers the turns that are done; nothing was written of those between which another append came. */
  async #attempt(turns: readonly Turn[], on?: Prisma.TransactionClient): Promise<ReadonlyMap<Turn, Settled>> {
    const requests = turns.map(({ accountId, calls }) => {
      const bodies = calls.flatMap((call) => call.bodies);
      const settings = this.#options.registry.settingsOf(accountId);
      return { accountId, eventIds: eventIdsOf(bodies), refs: refsOf([settings], bodies) };
    });
    const reads = await this.#store.read(requests, on);
    const decided = await Promise.all(
      turns.map((turn, index) => this.#decide(turn, requests[index]!, reads[index]!, on)),
    );
    // Without an event or a refusal there were re-sends only.
    const writes = decided.flatMap(({ write }) =>
      write && write.events.length + write.refused.length > 0 ? [write] : [],
    );
    const written = writes.length > 0 ? await this.#store.write(writes, on) : new Set();
    const done = decided.filter(({ turn, write }, index) => {
      if (write && writes.includes(write)) return written.has(turn.accountId);
      // What nothing was written of has been compared with nothing.
      if (reads[index]!.isRecalled) this.#store.forget(turn.accountId);
      return !reads[index]!.isRecalled;
    });
    return new Map(done.map(({ turn, settle }) => [turn, settle()]));
  }

  /** What a turn would write and answer, from what was read. */
  async #decide(turn: Turn, request: AppendRequest, read: AppendRead, on: Prisma.TransactionClient | undefined) {
    const { registry, projections, now, maxEvents } = this.#options;
    const { accountId } = turn;
    const { epoch, head } = read;
    const failed = new Map<Call, { readonly error: unknown }>();
    for (const call of turn.calls) {
      if (!head) failed.set(call, { error: apiError('ACCOUNT_GONE', 'this account is no longer there') });
      else if (call.epoch !== null && call.epoch !== epoch) failed.set(call, { error: logRestored() });
    }
    const calls = turn.calls.filter((call) => !failed.has(call));
    if (!head || calls.length === 0) return { turn, write: undefined, settle: () => ({ outcomes: failed }) };

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
    const { events, refused, changed: entities } = set;
    const write: AppendWrite = { accountId, request, read: { ...read, head }, events, refused, entities };
    const receiptsOf = (call: Call, index: number): readonly Receipt[] => {
      const keys = call.bodies.map(({ entity }) => entity && entityKey(entity));
      const last = new Map(keys.map((key, index) => [key, index]));
      return answers[index]!.map((answer, index) => {
        const key = keys[index];
        const row = key !== undefined && last.get(key) === index ? set.row(key) : undefined;
        return row ? { ...answer, entity: row } : answer;
      });
    };
    const settle = (): Settled => ({
      position: events.length > 0 ? head.position + events.length : undefined,
      outcomes: new Map<Call, SettledCall>([
        ...failed,
        ...calls.map((call, index) => [call, { receipts: receiptsOf(call, index) }] as const),
      ]),
    });
    return { turn, write, settle };
  }
}

/** The calls of one account that are done together. */
interface Turn {
  readonly accountId: string;
  readonly calls: readonly Call[];
}

type SettledCall = { readonly receipts: readonly Receipt[] } | { readonly error: unknown };

interface Settled {
  /** The account's new position, when there is one. */
  readonly position?: number | undefined;
  readonly outcomes: ReadonlyMap<Call, SettledCall>;
}

function turnsOf(calls: readonly Call[]): Turn[] {
  const turns = new Map<string, Call[]>();
  for (const call of calls) {
    const { accountId } = call.principal;
    const turn = turns.get(accountId);
    if (turn) turn.push(call);
    else turns.set(accountId, [call]);
  }
  // One order everywhere: processes that lock several heads do not wait for each other in a ring.
  return [...turns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([accountId, of]) => ({ accountId, calls: of }));
}

function logRestored() {
  return apiError('LOG_RESTORED', 'the log was restored from a backup: load afresh before sending more');
}

function eventIdsOf(bodies: readonly EventBody[]): string[] {
  return [...new Set(bodies.map(({ eventId }) => eventId).filter(isUuid))];
}

/** Each once. */
function refsOf(besides: readonly EntityRef[], bodies: readonly EventBody[]): EntityRef[] {
  const refs = new Map(besides.map((ref) => [entityKey(ref), ref]));
  for (const { entity, references } of bodies) {
    if (entity) refs.set(entityKey(entity), entity);
    for (const ref of references) refs.set(entityKey(ref), ref);
  }
  return [...refs.values()];
}

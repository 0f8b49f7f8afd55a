import { entityKey, type EntityRef, type Json } from '@cairn/domain';
import { asAccount, type Prisma, type PrismaClient } from '@cairn/prisma';
import type { Columns, EntityRow, Projection, StoredRow } from '../entity/projection.ts';
import { AccountMemory, type Head, type Left } from './account-memory.ts';
import { eventToWire, RECEIPT_COLUMNS, rowToWire, type AppendedEvent, type ReceiptRecord } from './append-records.ts';
import { appendSql, rowColumns } from './append-sql.ts';
import { baseKey, type BaseRequest } from './base-request.ts';
import type { StoredReceipt } from './working-set.ts';

/** What an append of one account asks for. */
export interface AppendRequest {
  readonly accountId: string;
  /** Each once, like the next. */
  readonly eventIds: readonly string[];
  readonly refs: readonly EntityRef[];
}

export interface AppendRead {
  /** The log it is of: a restored backup is another. */
  readonly epoch: string;
  /** When the database began to run, as it says it itself. */
  readonly runsSince: string;
  /** Undefined when there is no such account. */
  readonly head: Head | undefined;
  /** True when nothing was asked: it may be out of date, and event ids may have receipts that are not here. */
  readonly isRecalled: boolean;
  readonly receipts: readonly StoredReceipt[];
  readonly entities: readonly EntityRow[];
}

export interface AppendWrite {
  readonly accountId: string;
  readonly request: AppendRequest;
  /** As it was found. */
  readonly read: AppendRead & { readonly head: Head };
  readonly events: readonly AppendedEvent[];
  /** Receipts of what made no event. */
  readonly refused: readonly ReceiptRecord[];
  readonly entities: readonly EntityRow[];
}

interface Found {
  readonly epoch: string;
  readonly runsSince: string;
  readonly heads: readonly (Owned & Head)[];
  readonly receipts: readonly (Owned & StoredReceipt)[];
  /** The rows of each projection. */
  readonly [type: string]: unknown;
}

interface Owned {
  readonly accountId: string;
}

type Raw = Prisma.TransactionClient;

/** The append's statements on the database, each one round trip. */
export class AppendStore {
  readonly #prisma: PrismaClient;
  readonly #projections: readonly Projection[];
  readonly #sql: ReturnType<typeof appendSql>;
  readonly #memory: AccountMemory;
  readonly #columns: ReadonlyMap<string, Columns>;

  constructor(prisma: PrismaClient, projections: readonly Projection[]) {
    this.#prisma = prisma;
    this.#projections = projections;
    this.#sql = appendSql(projections);
    this.#columns = new Map(projections.map((projection) => [projection.type, rowColumns(projection)]));
    // What is derived hangs on to what it was derived from: a whole document, many times its text.
    const isDerived = new Set(projections.filter(({ derivation }) => derivation).map(({ type }) => type));
    this.#memory = new AccountMemory((row) => !isDerived.has(row.__typename));
  }

  /**
   * Each account once; answered in the same order. Of what this process left itself nothing is asked; in a transaction
   * everything is.
   */
  async read(requests: readonly AppendRequest[], on?: Raw): Promise<readonly AppendRead[]> {
    const recalled = requests.map(({ accountId, refs }) => (on ? undefined : this.#memory.recall(accountId, refs)));
    const asked = requests.filter((_, index) => !recalled[index]);
    const found = asked.length > 0 ? await this.#find(asked, on ?? this.#prisma) : [];
    return requests.map((request, index) => {
      const left = recalled[index];
      return left ? recalledRead(request, left) : found[asked.indexOf(request)]!;
    });
  }

  async #find(requests: readonly AppendRequest[], on: Raw): Promise<readonly AppendRead[]> {
    const accountIds = requests.map(({ accountId }) => accountId);
    const wanted = (idsOf: (request: AppendRequest) => readonly string[]) => {
      const pairs = requests.flatMap((request) => [...new Set(idsOf(request))].map((id) => [request.accountId, id]));
      return [pairs.map(([accountId]) => accountId), pairs.map(([, id]) => id)];
    };
    const [found] = await asAccount(accountIds, () =>
      on.$queryRawUnsafe<[Found]>(
        this.#sql.read,
        accountIds,
        ...wanted(({ eventIds }) => eventIds),
        ...this.#projections.flatMap(({ type }) =>
          wanted(({ refs }) => refs.filter((ref) => ref.type === type).map(({ id }) => id)),
        ),
      ),
    );
    const heads = byAccount(found.heads);
    const receipts = byAccount(found.receipts);
    const entities = this.#projections.map(({ type }) => {
      const rows = found[type] as readonly (Owned & StoredRow)[];
      return byAccount(rows.map((row) => ({ ...row, __typename: type })));
    });
    return accountIds.map((accountId) => ({
      epoch: found.epoch,
      runsSince: found.runsSince,
      head: heads.get(accountId)?.[0],
      isRecalled: false,
      receipts: receipts.get(accountId) ?? [],
      entities: entities.flatMap((rows) => rows.get(accountId) ?? []),
    }));
  }

  /** By `baseKey`, the values that were found. */
  async readBases(
    accountId: string,
    requests: readonly BaseRequest[],
    on: Raw = this.#prisma,
  ): Promise<ReadonlyMap<string, Json>> {
    const wanted = new Map(requests.map((request) => [baseKey(request), { key: baseKey(request), ...request }]));
    const rows = await asAccount(accountId, () =>
      on.$queryRawUnsafe<{ key: string; value: Json }[]>(
        this.#sql.bases,
        accountId,
        JSON.stringify([...wanted.values()]),
      ),
    );
    return new Map(rows.map(({ key, value }) => [key, value]));
  }

  /** Answers the accounts that were written. Of the others nothing was: another append came between. */
  async write(writes: readonly AppendWrite[], on?: Raw): Promise<ReadonlySet<string>> {
    const data = writes.map(({ accountId, request, read, events, refused, entities }) => ({
      accountId,
      epoch: read.epoch,
      runsSince: read.runsSince,
      ...read.head,
      unseen: read.isRecalled ? request.eventIds : [],
      events: events.map(eventToWire),
      refused: refused.map((receipt) => rowToWire(RECEIPT_COLUMNS, receipt)),
      entities: this.#rowsToWire(entities),
    }));
    const types = new Set(data.flatMap(({ entities: rows }) => Object.keys(rows)));
    const sql = (types.size === 1 && this.#sql.writeOne.get([...types][0]!)) || this.#sql.write;
    const accountIds = writes.map(({ accountId }) => accountId);
    try {
      const rows = await asAccount(accountIds, () =>
        (on ?? this.#prisma).$queryRawUnsafe<readonly Owned[]>(sql, JSON.stringify(data)),
      );
      const written = new Set(rows.map(({ accountId }) => accountId));
      for (const write of writes) {
        if (!written.has(write.accountId)) this.#memory.mistrust(write.accountId);
        // A transaction may still fail.
        else if (on) this.#memory.forget(write.accountId);
        else this.#memory.keep(write.accountId, leftBy(write));
      }
      return written;
    } catch (error) {
      accountIds.forEach((accountId) => this.#memory.forget(accountId));
      throw error;
    }
  }

  /** By type. */
  #rowsToWire(entities: readonly EntityRow[]): Readonly<Record<string, unknown[][]>> {
    const rows: Record<string, unknown[][]> = {};
    for (const entity of entities) {
      const { __typename: type } = entity;
      (rows[type] ??= []).push(rowToWire(this.#columns.get(type)!, entity));
    }
    return rows;
  }

  /** The next append of this account asks for what it needs. */
  forget(accountId: string): void {
    this.#memory.forget(accountId);
  }

  /** Runs `work` in a transaction that holds the account's head: whatever it reads and writes, nobody comes between. */
  alone<T>(accountId: string, work: (on: Raw) => Promise<T>): Promise<T> {
    return asAccount(accountId, () =>
      this.#prisma.$transaction(async (on) => {
        await on.$queryRawUnsafe(this.#sql.lock, accountId);
        return work(on);
      }),
    );
  }
}

function recalledRead({ refs }: AppendRequest, { epoch, runsSince, head, rows }: Left): AppendRead {
  const entities = refs.flatMap((ref) => rows.get(entityKey(ref)) ?? []);
  return { epoch, runsSince, head, isRecalled: true, receipts: [], entities };
}

function leftBy({ request, read, events, entities }: AppendWrite): Left & { readonly before: Head } {
  const { epoch, runsSince, head: before, isRecalled } = read;
  const found = isRecalled
    ? []
    : [...request.refs.map((ref) => [entityKey(ref), null] as const), ...read.entities.map(keyed)];
  const rows = new Map<string, EntityRow | null>([...found, ...entities.map(keyed)]);
  return { epoch, runsSince, before, head: { position: before.position + events.length, turn: before.turn + 1 }, rows };
}

function keyed(row: EntityRow): readonly [key: string, row: EntityRow] {
  return [entityKey({ type: row.__typename, id: row.id }), row];
}

/** The rows of each account, without it. */
function byAccount<Row>(rows: readonly (Owned & Row)[]): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const { accountId, ...row } of rows) {
    const group = groups.get(accountId);
    if (group) group.push(row as Row);
    else groups.set(accountId, [row as Row]);
  }
  return groups;
}

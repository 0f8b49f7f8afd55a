import type { EntityRef, Json } from '@cairn/domain';
import { asAccount, type Prisma, type PrismaClient } from '@cairn/prisma';
import type { EntityRow, Projection, StoredRow } from '../entity/projection.ts';
import { toWire, type AppendedEvent, type ReceiptRecord } from './append-records.ts';
import { appendSql } from './append-sql.ts';
import { baseKey, type BaseRequest } from './base-request.ts';
import type { StoredReceipt } from './working-set.ts';

/** The account's head as an append found it; the write succeeds only if it is still so. */
export interface Head {
  readonly position: number;
  readonly turn: number;
}

/** What an append of one account asks for. */
export interface AppendRequest {
  readonly accountId: string;
  readonly eventIds: readonly string[];
  readonly refs: readonly EntityRef[];
}

export interface AppendRead {
  /** Undefined when there is no such account. */
  readonly head: Head | undefined;
  readonly receipts: readonly StoredReceipt[];
  readonly entities: readonly EntityRow[];
}

export interface AppendWrite {
  readonly accountId: string;
  /** As it was read. */
  readonly head: Head;
  readonly events: readonly AppendedEvent[];
  /** Receipts of what made no event. */
  readonly refused: readonly ReceiptRecord[];
  readonly entities: readonly EntityRow[];
}

interface Found {
  readonly epoch: string;
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

  constructor(prisma: PrismaClient, projections: readonly Projection[]) {
    this.#prisma = prisma;
    this.#projections = projections;
    this.#sql = appendSql(projections);
  }

  /** Each account once; answered in the same order. The epoch is of the log that was read: a restored backup is another. */
  async read(
    requests: readonly AppendRequest[],
    on: Raw = this.#prisma,
  ): Promise<{ readonly epoch: string; readonly reads: readonly AppendRead[] }> {
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
    return {
      epoch: found.epoch,
      reads: accountIds.map((accountId) => ({
        head: heads.get(accountId)?.[0],
        receipts: receipts.get(accountId) ?? [],
        entities: entities.flatMap((rows) => rows.get(accountId) ?? []),
      })),
    };
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
  async write(writes: readonly AppendWrite[], on: Raw = this.#prisma): Promise<ReadonlySet<string>> {
    const data = writes.map(({ accountId, head, events, refused, entities }) => ({
      accountId,
      ...head,
      events: events.map(toWire),
      refused,
      entities: Object.fromEntries(
        this.#projections.map(({ type }) => [type, entities.filter((entity) => entity.__typename === type)]),
      ),
    }));
    const rows = await asAccount(
      writes.map(({ accountId }) => accountId),
      () => on.$queryRawUnsafe<readonly Owned[]>(this.#sql.write, JSON.stringify(data)),
    );
    return new Set(rows.map(({ accountId }) => accountId));
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

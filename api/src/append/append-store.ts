import type { EntityRef, Json } from '@cairn/domain';
import { asAccount, type Prisma, type PrismaClient } from '@cairn/prisma';
import type { EntityRow, Projection, StoredRow } from '../entity/projection.ts';
import type { EventRecord, ReceiptRecord } from './append-records.ts';
import { appendSql } from './append-sql.ts';
import { baseKey, type BaseRequest } from './base-request.ts';
import type { StoredReceipt } from './working-set.ts';

/** The account's head as an append found it; the write succeeds only if it is still so. */
export interface Head {
  readonly position: number;
  readonly turn: number;
}

export interface AppendRead {
  /** Of the log that was read: a restored backup is another. */
  readonly epoch: string;
  /** Undefined when there is no such account. */
  readonly head: Head | undefined;
  readonly receipts: readonly StoredReceipt[];
  readonly entities: readonly EntityRow[];
}

export interface AppendWrite {
  readonly events: readonly EventRecord[];
  readonly receipts: readonly ReceiptRecord[];
  readonly entities: readonly EntityRow[];
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

  async read(
    accountId: string,
    eventIds: readonly string[],
    refs: readonly EntityRef[],
    on: Raw = this.#prisma,
  ): Promise<AppendRead> {
    const ids = this.#projections.map(({ type }) => [
      ...new Set(refs.filter((ref) => ref.type === type).map(({ id }) => id)),
    ]);
    const [row] = await asAccount(accountId, () =>
      on.$queryRawUnsafe<[{ epoch: string; head: Head | null; receipts: StoredReceipt[]; [type: string]: unknown }]>(
        this.#sql.read,
        accountId,
        eventIds,
        ...ids,
      ),
    );
    return {
      epoch: row.epoch,
      head: row.head ?? undefined,
      receipts: row.receipts,
      entities: this.#projections.flatMap(({ type }) =>
        (row[type] as StoredRow[]).map((stored) => ({ __typename: type, ...stored })),
      ),
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

  /** Answers false, having written nothing, when another append came between. */
  async write(
    accountId: string,
    head: Head,
    { events, receipts, entities }: AppendWrite,
    on: Raw = this.#prisma,
  ): Promise<boolean> {
    const data: Record<string, readonly object[]> = { events, receipts };
    for (const { type } of this.#projections) {
      data[type] = entities.filter((entity) => entity.__typename === type);
    }
    const rows = await asAccount(accountId, () =>
      on.$queryRawUnsafe<unknown[]>(
        this.#sql.write,
        accountId,
        head.position,
        head.turn,
        events.length,
        JSON.stringify(data),
      ),
    );
    return rows.length > 0;
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

import type { Entity, EntityRef } from '@cairn/domain';
import type { Prisma, PrismaClient } from '@cairn/prisma';
import { fromRow, toRow, type Projection, type StoredRow } from '../entity/projection.ts';
import type { EventRecord, ReceiptRecord } from './append-records.ts';
import { appendSql } from './append-sql.ts';
import type { StoredReceipt } from './working-set.ts';

/** The account's head as an append found it; the write succeeds only if it is still so. */
export interface Head {
  readonly position: number;
  readonly turn: number;
}

export interface AppendRead {
  /** Undefined when there is no such account. */
  readonly head: Head | undefined;
  readonly receipts: readonly StoredReceipt[];
  readonly entities: readonly Entity[];
}

export interface AppendWrite {
  readonly events: readonly EventRecord[];
  readonly receipts: readonly ReceiptRecord[];
  readonly entities: readonly Entity[];
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
    const [row] = await on.$queryRawUnsafe<[{ head: Head | null; receipts: StoredReceipt[]; [type: string]: unknown }]>(
      this.#sql.read,
      accountId,
      eventIds,
      ...ids,
    );
    return {
      head: row.head ?? undefined,
      receipts: row.receipts,
      entities: this.#projections.flatMap((projection) =>
        (row[projection.type] as StoredRow[]).map((stored) => fromRow(projection, stored)),
      ),
    };
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
      data[type] = entities.filter((entity) => entity.type === type).map(toRow);
    }
    const rows = await on.$queryRawUnsafe<unknown[]>(
      this.#sql.write,
      accountId,
      head.position,
      head.turn,
      events.length,
      JSON.stringify(data),
    );
    return rows.length > 0;
  }

  /** Runs `work` in a transaction that holds the account's head: whatever it reads and writes, nobody comes between. */
  alone<T>(accountId: string, work: (on: Raw) => Promise<T>): Promise<T> {
    return this.#prisma.$transaction(async (on) => {
      await on.$queryRawUnsafe(this.#sql.lock, accountId);
      return work(on);
    });
  }
}

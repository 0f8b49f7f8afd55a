import { randomUUID } from 'node:crypto';
import type { PrismaClient } from '@cairn/prisma';
import type { Projection } from '../entity/projection.ts';
import { concepts } from '../registry.ts';
import { signedIn } from './accounts.ts';
import type { TestDatabase } from './databases.ts';
import { memoryStatements } from './memory-statements.ts';
import { MemoryTable, type Row } from './memory-table.ts';

/** All rows at one moment, by table. */
export type Backup = ReadonlyMap<MemoryTable, readonly Row[]>;

export interface MemoryDatabaseOptions {
  /** Milliseconds since 1970. Default: the machine's clock. */
  readonly now?: () => number;
  /** What cursors are of at first. */
  readonly epoch?: string;
  /** Milliseconds for which the token of a device that signs in is good. Default: an hour. */
  readonly tokenLife?: number;
}

/** Runs around every raw statement of one connection, by its name: may wait, fail, or answer in its place. */
export type Around = (name: string, run: () => Promise<unknown>) => Promise<unknown>;

/**
 * The database as far as an append, the feed, sessions and a rebuild use it, in memory. It keeps the promises that the
 * contracts ask of PostgreSQL: a statement happens whole or not at all, keys are unique, a transaction is alone.
 */
export class MemoryDatabase {
  readonly head = new MemoryTable([['accountId']], () => ({ position: 0, turn: 0 }));
  readonly log = new MemoryTable([['id']]);
  readonly event: MemoryTable;
  readonly receipt: MemoryTable;
  readonly device = new MemoryTable([['accountId', 'id']]);
  readonly #securityEvent = new MemoryTable([['accountId', 'id']]);
  readonly #account = new MemoryTable([['id']]);
  readonly #projections: ReadonlyMap<string, MemoryTable>;
  readonly #statements: ReturnType<typeof memoryStatements>;
  #last: Promise<unknown> = Promise.resolve();
  readonly #now: () => number;
  readonly #tokenLife: number;
  readonly prisma: PrismaClient;

  constructor({ now = Date.now, epoch = randomUUID(), tokenLife = 3_600_000 }: MemoryDatabaseOptions = {}) {
    this.#now = now;
    this.#tokenLife = tokenLife;
    const recordedAt = () => ({ recordedAt: new Date(now()) });
    const projections: readonly Projection[] = concepts.map(({ projection }) => projection);
    this.event = new MemoryTable(
      [
        ['accountId', 'position'],
        ['accountId', 'id'],
        ['accountId', 'entityType', 'entityId', 'version'],
      ],
      recordedAt,
    );
    this.receipt = new MemoryTable([['accountId', 'eventId']], recordedAt);
    this.#projections = new Map(projections.map(({ type }) => [type, new MemoryTable([['accountId', 'id']])]));
    const { head, log, event, receipt } = this;
    this.#statements = memoryStatements({ head, log, event, receipt, projections: this.#projections }, projections);
    this.log.insert([{ id: 1, epoch }]);
    this.prisma = this.connect((_name, run) => run());
  }

  /** As another process would have. */
  connect(around: Around): PrismaClient {
    const transaction = <T>(work: (on: unknown) => Promise<T>) => this.#alone(() => work(this.#client(true, around)));
    return { ...this.#client(false, around), $transaction: transaction } as unknown as PrismaClient;
  }

  newAccount(accountId: string): void {
    this.#account.insert([{ id: accountId }]);
    this.head.insert([{ accountId }]);
  }

  /** A device that is new, or signs in again; answers its token. @param secret 43 characters of base64url */
  signIn(device: { readonly accountId: string; readonly deviceId: string }, secret: string): string {
    const at = this.#now();
    const { token, row } = signedIn(device, secret, { at, expiresAt: at + this.#tokenLife });
    this.device.upsert([row]);
    return token;
  }

  /** The rows of an entity type. */
  projection(type: string): readonly Row[] {
    return this.#projections.get(type)!.rows;
  }

  backup(): Backup {
    return new Map(this.#tables().map((table) => [table, table.rows]));
  }

  restore(backup: Backup): void {
    for (const [table, rows] of backup) table.rows = rows;
  }

  #tables(): MemoryTable[] {
    return [this.head, this.log, this.event, this.receipt, this.device, this.#account, ...this.#projections.values()];
  }

  #client(isTransaction: boolean, around: Around) {
    const tables = [...this.#projections].map(([type, table]) => [type[0]!.toLowerCase() + type.slice(1), table]);
    const raw = async (sql: string, ...args: readonly never[]) => {
      const statement = this.#statements.get(sql);
      if (!statement) throw new Error(`not a statement of the server: ${sql}`);
      return around(statement.name, async () => {
        // Whoever holds the account's head makes the others wait.
        if (!isTransaction) await this.#last;
        return this.#whole(() => statement.run(...args));
      });
    };
    return {
      account: this.#account,
      head: this.head,
      log: this.log,
      event: this.event,
      receipt: this.receipt,
      device: this.device,
      securityEvent: this.#securityEvent,
      ...(Object.fromEntries(tables) as Readonly<Record<string, MemoryTable>>),
      $queryRawUnsafe: raw,
      $executeRawUnsafe: raw,
      // Only ever the head's row, held until the transaction ends; and that is so already.
      $queryRaw: async () => [{}],
    };
  }

  #whole<T>(work: () => T): T {
    const before = this.backup();
    try {
      return work();
    } catch (error) {
      this.restore(before);
      throw error;
    }
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(async () => {
      const before = this.backup();
      try {
        return await work();
      } catch (error) {
        this.restore(before);
        throw error;
      }
    });
    this.#last = run.catch(() => undefined);
    return run;
  }
}

/** For the contracts. */
export async function memoryDatabase(): Promise<TestDatabase> {
  const { prisma } = new MemoryDatabase();
  const database = { prisma, kind: 'embedded', close: async () => {} } as const;
  return {
    ...database,
    another: async () => database,
    asOwner: () => Promise.reject(new Error('a database in memory has no owner')),
  };
}

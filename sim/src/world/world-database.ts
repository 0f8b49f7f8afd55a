import { MemoryDatabase, type Around, type Backup, type Row } from '@cairn/api/testing';
import type { PrismaClient } from '@cairn/prisma';
import type { Seams } from './seams.ts';

/** A table of the server that the world looks into: one of these, or the projection of an entity type. */
export type TableName = 'event' | 'receipt' | 'device' | 'List' | 'Task' | 'Note' | 'Settings';

export interface DatabaseOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Of its log. */
  readonly epoch: string;
  /** Milliseconds for which the token of a device that signs in is good. */
  readonly tokenLife: number;
}

/** The server's database as the world uses it. */
export interface WorldDatabase {
  /** For those who are not a process of the server. */
  readonly prisma: PrismaClient;
  /** As a process has it: `around` runs around each of its raw statements. */
  connect(around: Around): PrismaClient;
  newAccount(accountId: string): Promise<void>;
  /** A device that is new, or signs in again; answers its token. @param secret 43 characters of base64url */
  signIn(device: { readonly accountId: string; readonly deviceId: string }, secret: string): Promise<string>;
  /** An account's rows, events by position; the same array, and the same objects in it, while nothing has changed. */
  rows(table: TableName, accountId: string): readonly Row[];
  readonly hasBackup: boolean;
  takeBackup(): Promise<void>;
  /** Back to the backup, under a new epoch; sessions stay. */
  restoreBackup(epoch: string): Promise<void>;
  /** Resolves when nothing is under way there, and `rows` are what it holds. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** In memory, where nothing takes time of its own. */
export class MemoryWorldDatabase implements WorldDatabase {
  readonly #memory: MemoryDatabase;
  readonly #seams: Seams;
  readonly #byAccount = new WeakMap<readonly Row[], Map<string, readonly Row[]>>();
  #backup: Backup | undefined;

  constructor(options: DatabaseOptions & { readonly seams: Seams }) {
    this.#memory = new MemoryDatabase(options);
    this.#seams = options.seams;
  }

  get prisma(): PrismaClient {
    return this.#memory.prisma;
  }

  connect(around: Around): PrismaClient {
    const planted = this.#seams.around?.(this.#memory);
    return this.#memory.connect(planted ? (name, run) => around(name, () => planted(name, run)) : around);
  }

  async newAccount(accountId: string): Promise<void> {
    this.#memory.newAccount(accountId);
  }

  async signIn(device: { readonly accountId: string; readonly deviceId: string }, secret: string): Promise<string> {
    return this.#memory.signIn(device, secret);
  }

  rows(table: TableName, accountId: string): readonly Row[] {
    const all = this.#all(table);
    const known = this.#byAccount.get(all) ?? new Map<string, readonly Row[]>();
    this.#byAccount.set(all, known);
    const rows = known.get(accountId) ?? all.filter((row) => row['accountId'] === accountId);
    known.set(accountId, rows);
    return rows;
  }

  async takeBackup(): Promise<void> {
    this.#backup = this.#memory.backup();
  }

  get hasBackup(): boolean {
    return this.#backup !== undefined;
  }

  async restoreBackup(epoch: string): Promise<void> {
    const { device } = this.#memory;
    // Who is signed in is not what this is about: a device that signed in since then would just be signed out.
    const sessions = device.rows;
    (this.#seams.restore ?? restore)(this.#memory, this.#backup!, epoch);
    device.rows = sessions;
    this.#backup = undefined;
  }

  async settled(): Promise<void> {}

  async close(): Promise<void> {}

  #all(table: TableName): readonly Row[] {
    return table === 'event' || table === 'receipt' || table === 'device'
      ? this.#memory[table].rows
      : this.#memory.projection(table);
  }
}

function restore(database: MemoryDatabase, backup: Backup, epoch: string): void {
  database.restore(backup);
  database.log.upsert([{ id: 1, epoch }]);
}

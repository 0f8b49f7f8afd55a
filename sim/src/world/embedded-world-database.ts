import { everyAccount } from '@cairn/prisma/testing';
import { newAccount, signedIn, type Around, type Row, type TestDatabase } from '@cairn/api/testing';
import { canonicalJson, type Json } from '@cairn/domain';
import { forAccount, type PrismaClient } from '@cairn/prisma';
import { quiet } from './timeline.ts';
import type { DatabaseOptions, TableName, WorldDatabase } from './world-database.ts';

const TABLES = [
  'event',
  'receipt',
  'device',
  'List',
  'Task',
  'Note',
  'Settings',
] as const satisfies readonly TableName[];
/** Who is signed in is not what a backup is about: a device that signed in since then would just be signed out. */
const NOT_BACKED_UP = ['Device', 'Account', 'Credential', '_prisma_migrations'];
const WRITES = /\b(insert into|update|delete from) "/i;

type Call = (...args: readonly unknown[]) => Promise<unknown>;

/**
 * PostgreSQL in this process. It takes real time, in which the world's stands still: whatever is under way there is
 * counted, and waited for between two steps.
 */
export class EmbeddedWorldDatabase implements WorldDatabase {
  readonly prisma: PrismaClient;
  hasBackup = false;
  readonly #database: TestDatabase;
  readonly #now: () => number;
  readonly #tokenLife: number;
  readonly #names: readonly string[];
  readonly #tables = new Map<TableName, readonly Row[]>();
  readonly #byAccount = new WeakMap<readonly Row[], Map<string, readonly Row[]>>();
  /** What has begun and not ended, and who waits for that. */
  #underWay = 0;
  #idle: (() => void)[] = [];
  /** Something may have changed since the tables were read. */
  #isStale = true;

  private constructor(database: TestDatabase, { now, tokenLife }: DatabaseOptions, names: readonly string[]) {
    this.#database = database;
    this.#now = now;
    this.#tokenLife = tokenLife;
    this.#names = names;
    this.prisma = this.connect((_name, run) => run());
  }

  /** Empties the database for one world. */
  static async of(database: TestDatabase, options: DatabaseOptions): Promise<EmbeddedWorldDatabase> {
    const found = (await database.asOwner(
      `select table_name as name from information_schema.tables where table_schema = 'public'`,
    )) as readonly { readonly name: string }[];
    const all = found.map(({ name }) => name).filter((name) => name !== '_prisma_migrations');
    await database.asOwner(
      `set session_replication_role = replica; truncate ${all.map((name) => `"${name}"`).join(', ')};
       insert into "Log" ("id", "epoch") values (1, '${options.epoch}'); drop schema if exists backup cascade`,
    );
    const names = all.filter((name) => !NOT_BACKED_UP.includes(name));
    const world = new EmbeddedWorldDatabase(database, options, names);
    await world.settled();
    return world;
  }

  connect(around: Around): PrismaClient {
    const raw = (statement: Call): Call => {
      return (sql, ...args) =>
        around('statement', () => this.#count(WRITES.test(sql as string), () => statement(sql, ...args)));
    };
    const { prisma } = this.#database;
    return new Proxy(prisma, {
      get: (_target, name: string) => {
        const member = Reflect.get(prisma, name) as unknown;
        if (name === '$queryRawUnsafe' || name === '$executeRawUnsafe') return raw((member as Call).bind(prisma));
        // One thing from its beginning to its end: time that ran on inside of it would hold the only connection.
        if (name === '$transaction')
          return (...args: unknown[]) => this.#count(true, () => (member as Call).apply(prisma, args));
        return member !== null && typeof member === 'object' && !name.startsWith('_') ? this.#model(member) : member;
      },
    });
  }

  #model(model: object): object {
    return new Proxy(model, {
      get: (target, name: string) => {
        const method = Reflect.get(target, name) as Call;
        return (...args: unknown[]) => this.#count(!name.startsWith('find'), () => method.apply(target, args));
      },
    });
  }

  async #count<T>(isWrite: boolean, work: () => Promise<T>): Promise<T> {
    this.#underWay += 1;
    try {
      return await work();
    } finally {
      this.#isStale ||= isWrite;
      this.#underWay -= 1;
      if (this.#underWay === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }

  async newAccount(accountId: string): Promise<void> {
    await newAccount(this.prisma, accountId);
  }

  async signIn(device: { readonly accountId: string; readonly deviceId: string }, secret: string): Promise<string> {
    const at = this.#now();
    const { token, row } = signedIn(device, secret, { at, expiresAt: at + this.#tokenLife });
    const { accountId, id } = row;
    await forAccount(this.prisma, accountId).device.upsert({
      where: { accountId_id: { accountId, id } },
      create: row,
      update: row,
    });
    return token;
  }

  rows(table: TableName, accountId: string): readonly Row[] {
    const all = this.#tables.get(table) ?? [];
    const known = this.#byAccount.get(all) ?? new Map<string, readonly Row[]>();
    this.#byAccount.set(all, known);
    const rows = known.get(accountId) ?? all.filter((row) => row['accountId'] === accountId);
    known.set(accountId, rows);
    return rows;
  }

  async takeBackup(): Promise<void> {
    const copies = this.#names.map((name) => `create table backup."${name}" as table public."${name}";`);
    await this.#count(false, () =>
      this.#database.asOwner(`drop schema if exists backup cascade; create schema backup; ${copies.join(' ')}`),
    );
    this.hasBackup = true;
  }

  async restoreBackup(epoch: string): Promise<void> {
    const back = this.#names.map((name) => `insert into public."${name}" select * from backup."${name}";`);
    await this.#count(true, () =>
      this.#database.asOwner(
        `set session_replication_role = replica; truncate ${this.#names.map((name) => `"${name}"`).join(', ')};
         ${back.join(' ')} update "Log" set "epoch" = '${epoch}'; drop schema backup cascade`,
      ),
    );
    this.hasBackup = false;
    await this.settled();
  }

  async settled(): Promise<void> {
    for (;;) {
      while (this.#underWay > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
      // What waited for the answers goes on, and may ask for more.
      await quiet();
      if (this.#underWay > 0) continue;
      if (!this.#isStale) return;
      this.#isStale = false;
      for (const table of TABLES) this.#tables.set(table, this.#sameWhereEqual(table, await this.#read(table)));
    }
  }

  async close(): Promise<void> {
    await this.settled();
  }

  #read(table: TableName): Promise<readonly Row[]> {
    const model = `${table[0]!.toLowerCase()}${table.slice(1)}` as 'task';
    const order = table === 'event' ? [{ position: 'asc' as const }] : [];
    return everyAccount(this.#database)[model].findMany({ orderBy: order }) as Promise<readonly Row[]>;
  }

  /** Rows that say what they said before are the objects that they were. */
  #sameWhereEqual(table: TableName, rows: readonly Row[]): readonly Row[] {
    const old = this.#tables.get(table) ?? [];
    const text = (row: Row) => canonicalJson(JSON.parse(JSON.stringify(row)) as Json);
    const known = new Map(old.map((row) => [text(row), row]));
    const same = rows.map((row) => known.get(text(row)) ?? row);
    return same.length === old.length && same.every((row, index) => row === old[index]) ? old : same;
  }
}

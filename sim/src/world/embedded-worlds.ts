import { embeddedDatabase, type TestDatabase } from '@cairn/api/testing';
import { EmbeddedWorldDatabase } from './embedded-world-database.ts';
import type { RunOptions } from './world.ts';

/** Worlds on PostgreSQL in this process, one after the other on the same database. */
export class EmbeddedWorlds {
  readonly #database: TestDatabase;

  private constructor(database: TestDatabase) {
    this.#database = database;
  }

  static async start(): Promise<EmbeddedWorlds> {
    return new EmbeddedWorlds(await embeddedDatabase());
  }

  /** For `runWorld`. */
  get options(): Pick<RunOptions, 'openDatabase'> {
    return { openDatabase: (options) => EmbeddedWorldDatabase.of(this.#database, options) };
  }

  stop(): Promise<void> {
    return this.#database.close();
  }
}

import type { Database } from '@cairn/prisma';
import { ownerQuery } from '@cairn/prisma/testing';

/**
 * Stops the append that writes the event with this title inside its statement, before or after its rows are written and
 * in either case before they are committed, until it is let go.
 */
export class HeldAppend {
  readonly #database: Database;

  private constructor(database: Database) {
    this.#database = database;
  }

  static async install(database: Database, when: 'BEFORE' | 'AFTER', title: string): Promise<HeldAppend> {
    const held = new HeldAppend(database);
    // Each round of the loop sees what others have committed meanwhile.
    await held.#run(
      `create table if not exists "Held" ()`,
      `create or replace function hold_append() returns trigger language plpgsql security definer as $$
       begin
         while (select count(*) from pg_class where relname = 'Held') > 0 loop perform pg_sleep(0.02); end loop;
         return new;
       end $$`,
      `create trigger hold_append ${when} insert on "Event" for each row
       when (new."asked" ->> 'title' = '${title}') execute function hold_append()`,
    );
    return held;
  }

  /** Resolves when an append stands still, with the process of PostgreSQL that works on it. */
  async stands(): Promise<number> {
    for (;;) {
      const [row] = await ownerQuery<{ pid: number }>(
        this.#database,
        `select pid from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()`,
      );
      if (row) return row.pid;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** As the end of the machine that the statement came from: it is rolled back. */
  async rollBack(): Promise<void> {
    await ownerQuery(this.#database, 'select pg_terminate_backend($1)', [await this.stands()]);
  }

  async letGo(): Promise<void> {
    await this.#run('drop table if exists "Held"');
  }

  async remove(): Promise<void> {
    await this.letGo();
    await this.#run('drop trigger if exists hold_append on "Event"', 'drop function if exists hold_append()');
  }

  async #run(...statements: readonly string[]): Promise<void> {
    for (const statement of statements) await ownerQuery(this.#database, statement);
  }
}

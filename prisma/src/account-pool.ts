import { AsyncResource } from 'node:async_hooks';
import pg from 'pg';
import { asNobody, scopedAccounts } from './account-scope.ts';

const SET_ACCOUNT = { name: 'app_account', text: `select set_config('app.account_id', $1, true)` };

/** They name no rows, and BEGIN and COMMIT are no place for a setting of one transaction. */
const CONTROL = /^\s*(begin|commit|rollback|savepoint|release|set|discard)\b/i;

/** What `pg` has and its types leave out. */
interface Connection extends pg.Connection {
  readonly parsedStatements: Record<string, string | undefined>;
}
interface Statement {
  readonly text: string;
  queryMode: string | undefined;
  prepare(connection: Connection): void;
  handleRowDescription(message: unknown): void;
  handleDataRow(message: unknown): void;
  handleCommandComplete(message: unknown, connection: Connection): void;
}
const Statement = pg.Query as unknown as new (...given: readonly unknown[]) => Statement;

/**
 * A statement with the setting that row-level security goes by in front of it: sent together, answered together, and one
 * transaction, so that it costs no round trip and is gone with the statement.
 */
class AccountStatement extends Statement {
  readonly #accounts: string;
  #isSet = false;

  constructor(accounts: string, ...given: readonly unknown[]) {
    super(...given);
    this.#accounts = accounts;
    // Only this protocol makes one transaction of the two.
    this.queryMode = 'extended';
  }

  override prepare(connection: Connection): void {
    connection.bind({ statement: SET_ACCOUNT.name, values: [this.#accounts] }, false);
    connection.execute({}, false);
    super.prepare(connection);
  }

  // The setting answers a row without a description, and that it is complete.
  override handleDataRow(message: unknown): void {
    if (this.#isSet) super.handleDataRow(message);
  }

  override handleCommandComplete(message: unknown, connection: Connection): void {
    if (this.#isSet) super.handleCommandComplete(message, connection);
    this.#isSet = true;
  }
}

class AccountClient extends pg.Client {
  // @ts-expect-error: the overloads of the types, all of which this is.
  override query(...given: readonly unknown[]): unknown {
    const accounts = scopedAccounts();
    const query = super.query.bind(this) as (...given: readonly unknown[]) => unknown;
    const [config] = given as readonly [string | { readonly text?: string; readonly submit?: unknown }];
    const text = typeof config === 'string' ? config : config.text;
    if (accounts === undefined || text === undefined || CONTROL.test(text)) return query(...given);
    const statement = new AccountStatement(accounts, ...given) as Statement & { callback?: unknown };
    if (statement.callback) return query(statement);
    return new Promise((resolve, reject) => {
      statement.callback = (error: Error | null, result: unknown) => (error ? reject(error) : resolve(result));
      query(statement);
    });
  }
}

class AccountPool extends pg.Pool {
  // A connection that is waited for is handed over by whoever gives it back, in whose scope the asker must not be.
  // @ts-expect-error: the overloads of the types, all of which this is.
  override connect(callback?: (...given: readonly unknown[]) => void): unknown {
    const connect = super.connect.bind(this) as (callback?: unknown) => unknown;
    if (!callback) return connect();
    // Not `AsyncResource.bind`: Node 20 makes a prototype of each function for it, and what that holds on to, the statement
    // with all its values, then outlives every collection of young garbage.
    const asker = new AsyncResource('AccountPool.connect');
    return connect((...given: readonly unknown[]) => void asker.runInAsyncScope(callback, undefined, ...given));
  }
}

/**
 * A pool whose statements are each about the accounts of whoever asks (`asAccount`), and about none without.
 * @param session runs on each new connection
 */
export function accountPool(config: pg.PoolConfig, session: readonly string[] = []): pg.Pool {
  // A connection is made in the scope of whoever needs it first, and is for all.
  const onConnect = (client: pg.ClientBase) =>
    asNobody(async () => {
      for (const sql of session) await client.query(sql);
      await client.query({ ...SET_ACCOUNT, values: [''] });
    });
  return new AccountPool({ ...config, Client: AccountClient, onConnect } as pg.PoolConfig) as unknown as pg.Pool;
}

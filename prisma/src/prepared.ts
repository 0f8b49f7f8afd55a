import { createHash } from 'node:crypto';
import { ColumnTypeEnum, isDriverAdapterError, type SqlQueryable } from '@prisma/driver-adapter-utils';
import { Prisma, type PrismaClient } from '../generated/client.ts';

/**
 * Begins a raw statement that each connection prepares once, under a name, and does not plan anew each time. For the few
 * whose text never changes, and whose good plan does not depend on their arguments: after some calls PostgreSQL keeps one
 * plan, until the statistics of a table change. Every other text would stay in each connection for ever.
 */
export const PREPARED = '/* prepared */';

const isPrepared = (sql: string) => sql.trimStart().startsWith(PREPARED);

const names = new Map<string, string>();

/** The name of a prepared statement, empty for one that is not kept. */
export function statementName({ sql }: { readonly sql: string }): string {
  if (!isPrepared(sql)) return '';
  let name = names.get(sql);
  if (name === undefined) {
    name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
  }
  return name;
}

type Values = readonly (string | readonly string[])[];

/**
 * `prisma`, whose `$queryRawUnsafe` gives a prepared statement to the driver adapter itself. The client would write all values
 * as JSON and read that again, and plan and map what needs neither: a tenth of what a large append costs the server. Such a
 * statement takes texts and lists of texts, answers texts, numbers, booleans and JSON, and fails as the client has it fail.
 * In a transaction, the transaction's own client asks it.
 */
export function withPrepared(prisma: PrismaClient, driver: SqlQueryable): PrismaClient {
  const ask = (sql: string, ...values: Values) =>
    isPrepared(sql) ? query(driver, sql, values) : prisma.$queryRawUnsafe(sql, ...values);
  return new Proxy(prisma, {
    get(target, name) {
      if (name === '$queryRawUnsafe') return ask;
      const member: unknown = Reflect.get(target, name);
      // A transaction's client is made from what it is called on, and must not have this way round itself.
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });
}

async function query(driver: SqlQueryable, sql: string, values: Values): Promise<Record<string, unknown>[]> {
  const args = [...values];
  const argTypes = args.map((value) => {
    return { scalarType: 'string', arity: typeof value === 'string' ? 'scalar' : 'list' } as const;
  });
  const { columnNames, columnTypes, rows } = await driver.queryRaw({ sql, args, argTypes }).catch(failed);
  // Prisma's own debugging keeps the last hundred queries.
  args.length = 0;
  return rows.map((row) => {
    const read = (value: unknown, column: number) =>
      columnTypes[column] === ColumnTypeEnum.Json && value !== null ? (JSON.parse(value as string) as unknown) : value;
    return Object.fromEntries(row.map((value, column) => [columnNames[column]!, read(value, column)]));
  });
}

function failed(error: unknown): never {
  if (!isDriverAdapterError(error)) throw error;
  const { originalCode = 'N/A', originalMessage = error.message } = error.cause;
  throw new Prisma.PrismaClientKnownRequestError(
    `Raw query failed. Code: \`${originalCode}\`. Message: \`${originalMessage}\``,
    { code: 'P2010', meta: { driverAdapterError: error }, clientVersion: Prisma.prismaVersion.client },
  );
}

import { createHash } from 'node:crypto';

/**
 * Begins a raw statement that each connection prepares once, under a name, and does not plan anew each time. For the few
 * whose text never changes, and whose good plan does not depend on their arguments: after some calls PostgreSQL keeps one
 * plan, until the statistics of a table change. Every other text would stay in each connection for ever.
 */
export const PREPARED = '/* prepared */';

const names = new Map<string, string>();

/** The name of a prepared statement, empty for one that is not kept. */
export function statementName({ sql }: { readonly sql: string }): string {
  if (!sql.trimStart().startsWith(PREPARED)) return '';
  let name = names.get(sql);
  if (name === undefined) {
    name = createHash('sha256').update(sql).digest('hex').slice(0, 32);
    names.set(sql, name);
  }
  return name;
}

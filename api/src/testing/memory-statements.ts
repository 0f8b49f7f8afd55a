import type { Columns, Projection } from '../entity/projection.ts';
import { EVENT_WIRE, RECEIPT_COLUMNS } from '../append/append-records.ts';
import { appendSql, NEXT_TURN, projectionSql, rowColumns } from '../append/append-sql.ts';
import type { BaseRequest } from '../append/base-request.ts';
import { PAGE_BYTES, pageSql } from '../feed/page-reader.ts';
import { ARCHIVE_ROWS } from '../archive/archive-sql.ts';
import type { MemoryTable, Row } from './memory-table.ts';

/** What the raw statements work on. Projections' tables go by entity type. */
export interface MemoryTables {
  readonly head: MemoryTable;
  readonly log: MemoryTable;
  readonly event: MemoryTable;
  readonly receipt: MemoryTable;
  readonly projections: ReadonlyMap<string, MemoryTable>;
}

/** A statement of the server, done on the tables in one go; arguments and answer as in SQL. */
export type Statement = (...args: readonly never[]) => unknown;

/** A row as the write has it, its values in the order of the columns; the last ones may be left out. */
type Values = readonly unknown[];

/** What the write has for each account. */
interface Write {
  readonly accountId: string;
  readonly epoch: string;
  readonly position: number;
  readonly turn: number;
  readonly unseen: readonly string[];
  readonly events: readonly Values[];
  readonly refused: readonly Values[];
  readonly entities: Readonly<Record<string, readonly Values[]>>;
}

type Fields = Readonly<Record<string, unknown>>;

const json = <T>(value: unknown): T => JSON.parse(JSON.stringify(value)) as T;

function rowOf(columns: Columns, values: Values): Row {
  const names = Object.keys(columns);
  return Object.fromEntries(values.map((value, index) => [names[index]!, value]));
}

function withoutAccount({ accountId: _, ...row }: Row): Row {
  return row;
}

/**
 * Every raw statement that an append, a page of the feed and a rebuild make, by its text: the real code runs on top, and
 * a statement that is not here fails.
 */
export function memoryStatements(
  tables: MemoryTables,
  projections: readonly Projection[],
): ReadonlyMap<string, { readonly name: string; readonly run: Statement }> {
  const sql = appendSql(projections);
  const { head, log, event, receipt } = tables;
  const table = (type: string) => tables.projections.get(type)!;
  const epoch = () => (log.rows as readonly [{ readonly epoch: string }])[0].epoch;

  type Ids = readonly string[];

  function read(accountIds: Ids, ...pairs: readonly Ids[]) {
    const heads = accountIds.flatMap((accountId) =>
      head.select({ accountId }).map(({ position, turn }) => ({ accountId, position, turn })),
    );
    const found = (n: number, key: string, from: MemoryTable) =>
      pairs[n]!.flatMap((accountId, index) => from.select({ accountId, [key]: pairs[n + 1]![index] }));
    const receipts = found(0, 'eventId', receipt).map((row) => {
      const { accountId, position } = row;
      const [told] = position === null ? [] : event.select({ accountId, position });
      const clamped = told !== undefined && told['clock'] !== told['occurredAt'];
      return { ...row, clamped, merged: told?.['merged'] ?? [] };
    });
    const rows = projections.map(({ type }, index) => [type, found(2 * index + 2, 'id', table(type))]);
    return [json({ epoch: epoch(), runsSince: '0', heads, receipts, ...Object.fromEntries(rows) })];
  }

  /** As in SQL, rows of other types are none of its business. */
  function write(data: string, types: readonly Projection[]) {
    const taken = (JSON.parse(data) as readonly Write[]).filter(
      ({ accountId, position, turn, unseen, ...found }) =>
        head.select({ accountId, position, turn }).length > 0 &&
        found.epoch === epoch() &&
        receipt.select({ accountId, eventId: { in: unseen } }).length === 0,
    );
    for (const { accountId, position, turn, events, refused, entities } of taken) {
      for (const values of events) {
        const { status, bodyHash, ...row } = rowOf(EVENT_WIRE, values);
        const { occurredAt, deviceId, entityType, entityId, version, id: eventId } = row;
        const omitted = { clock: occurredAt, lost: {}, conflicts: {}, merged: [] };
        event.insert([{ accountId, ...omitted, ...row }]);
        const answer = { eventId, bodyHash, status, code: null, message: null };
        const about = { entityType, entityId, version, position: row['position'], deviceId };
        receipt.insert([{ accountId, ...answer, ...about }]);
      }
      receipt.insert(refused.map((values) => ({ accountId, ...rowOf(RECEIPT_COLUMNS, values) })));
      for (const projection of types) {
        const rows = entities[projection.type] ?? [];
        const columns = rowColumns(projection);
        table(projection.type).upsert(rows.map((values) => ({ accountId, ...rowOf(columns, values) })));
      }
      head.upsert([{ accountId, position: position + events.length, turn: turn + 1 }]);
    }
    return taken.map(({ accountId }) => ({ accountId }));
  }

  function bases(accountId: string, requests: string) {
    return (JSON.parse(requests) as (BaseRequest & { readonly key: string })[]).flatMap((request) => {
      const { key, type, id, field, version, device } = request;
      const since = event
        .select({ accountId, entityType: type, entityId: id, version: { gt: version } })
        .filter(({ applied }) => Object.hasOwn(applied as Fields, field))
        .sort((a, b) => (a['version'] as number) - (b['version'] as number));
      if (since.length === 0) return [];
      const own = since.findLast(({ deviceId }) => deviceId === device);
      const ownValue = own && ((own['lost'] as Fields)[field] ?? (own['applied'] as Fields)[field]);
      return [json({ key, value: ownValue ?? (since[0]!['before'] as Fields)[field] ?? null })];
    });
  }

  function page(accountId: string, position: number, limit: number) {
    const found = projections
      .flatMap(({ type }) =>
        table(type)
          .select({ accountId, position: { gt: position } })
          .map((row): Row => ({ ...withoutAccount(row), __typename: type })),
      )
      .sort((a, b) => (a['position'] as number) - (b['position'] as number))
      .slice(0, limit);
    let before = 0;
    const changes = found.filter((row) => {
      const isIn = before < PAGE_BYTES;
      before += JSON.stringify(row).length;
      return isIn;
    });
    const [at] = head.select({ accountId });
    return [json({ epoch: epoch(), head: at?.['position'] ?? null, found: found.length, changes })];
  }

  const statements: [text: string, name: string, run: (...args: never[]) => unknown][] = [
    [sql.read, 'read', read],
    [sql.write, 'write', (given: string) => write(given, projections)],
    ...projections.map((projection): (typeof statements)[number] => [
      sql.writeOne.get(projection.type)!,
      'write',
      (given: string) => write(given, [projection]),
    ]),
    [sql.bases, 'bases', bases],
    [sql.lock, 'lock', () => [{}]],
    [
      NEXT_TURN,
      'next turn',
      (accountId: string) =>
        head.upsert(head.select({ accountId }).map((row) => ({ ...row, turn: (row['turn'] as number) + 1 }))),
    ],
    [pageSql(projections), 'page', page],
    // Nothing is archived here.
    [ARCHIVE_ROWS, 'archive rows', () => []],
  ];
  for (const projection of projections) {
    const { type } = projection;
    const { all, upsert, remove } = projectionSql(projection);
    const whole = (accountId: string) =>
      table(type)
        .select({ accountId })
        .map((row) => ({ row: json(withoutAccount(row)) }));
    const put = (accountId: string, rows: string) =>
      table(type).upsert((JSON.parse(rows) as Row[]).map(({ __typename: _, ...row }) => ({ accountId, ...row })));
    const drop = (accountId: string, ids: readonly string[]) => {
      const gone = new Set(table(type).select({ accountId, id: { in: ids } }));
      table(type).rows = table(type).rows.filter((row) => !gone.has(row));
    };
    statements.push([all, `all ${type}`, whole], [upsert, `upsert ${type}`, put], [remove, `remove ${type}`, drop]);
  }
  return new Map(statements.map(([text, name, run]) => [text, { name, run: run as Statement }]));
}

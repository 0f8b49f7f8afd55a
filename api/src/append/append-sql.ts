import { PREPARED } from '@cairn/prisma';
import { LAST_VERSION } from '../archive/archive-sql.ts';
import { columnsOf, isPurgeable, type Columns, type Projection } from '../entity/projection.ts';
import { ENTITY_COLUMNS, EVENT_COLUMNS, EVENT_WIRE, OMITTED, RECEIPT_COLUMNS } from './append-records.ts';

/** The statements of every append; made once, from the projections. Those that read and write are for many accounts. */
export interface AppendSql {
  /**
   * $1 accounts; then by twos the accounts and ids of receipts, and of each projection's rows → one row: epoch, since when
   * the database runs, heads, receipts, and each projection's rows, all with their `accountId`.
   */
  readonly read: string;
  /**
   * $1 JSON [{accountId; epoch, runsSince, position and turn as found; unseen: ids of events whose receipts were not looked
   * for; events: new ones, as `eventToWire` has them; refused: receipts of what made no event, entities: {<type>: rows}, both
   * as `rowToWire` has them}] → the `accountId` of each account that was written. The others had another append come between,
   * or are in another log, or have a receipt of one of the unseen.
   */
  readonly write: string;
  /** The same by entity type, for rows of that type alone, as mostly: it costs less by what it need not open. */
  readonly writeOne: ReadonlyMap<string, string>;
  /**
   * $1 account, $2 JSON [{key, type, id, field, version, device}] → {key, value} for each field that has been written
   * since the version: as the device (if not null) asked for it itself last, else as it was before the first write since.
   */
  readonly bases: string;
  /** $1 account: holds the head until the transaction ends. */
  readonly lock: string;
}

/** $1 account: whatever was read of it before is out of date. */
export const NEXT_TURN = `update "Head" set "turn" = "turn" + 1 where "accountId" = $1::uuid`;

/** In no session's time zone. */
const RUNS_SINCE = 'extract(epoch from pg_postmaster_start_time())::text';

const quote = (name: string) => `"${name}"`;

export function appendSql(projections: readonly Projection[]): AppendSql {
  const since = `from events_of($1::uuid, w.type, w.id, w.version, ${LAST_VERSION}) e
         where jsonb_exists(e."applied", w.field)`;
  // The archive is looked into only for a re-send of what is there.
  const receipts = `"Receipt" x
        left join lateral (
          select e."clock", e."occurredAt", e."merged" from "Event" e
           where e."accountId" = x."accountId" and e."position" = x."position"
          union all
          select e."clock", e."occurredAt", e."merged" from archived_event(x."accountId", x."position") e
          limit 1) as e on true`;
  return {
    read: `${PREPARED}
      select
        (select l."epoch"::text from "Log" l where l."id" = 1) as epoch,
        ${RUNS_SINCE} as "runsSince",
        (select coalesce(json_agg(to_json(found)), '[]')
           from unnest($1::uuid[]) as wanted(account)
          cross join lateral (
            select h."accountId", h."position", h."turn" from "Head" h where h."accountId" = wanted.account offset 0
          ) as found) as heads,
        ${found(
          `x.*, coalesce(e."clock" <> e."occurredAt", false) as clamped, coalesce(e."merged", '[]') as merged`,
          receipts,
          'eventId',
          2,
        )} as receipts
        ${projections
          .map((projection, index) => {
            const columns = names({ accountId: 'uuid', ...rowColumns(projection) }, 'x.');
            const table = quote(projection.type);
            return `, ${found(columns, `${table} x`, 'id', 2 * index + 4)} as ${table}`;
          })
          .join('')}`,
    write: writeSql(projections),
    writeOne: new Map(projections.map((projection) => [projection.type, writeSql([projection])])),
    bases: `
      select w.key, coalesce(own.value, first.value) as value
        from jsonb_to_recordset($2::jsonb)
          as w(key text, type text, id uuid, field text, version integer, device uuid)
       cross join lateral (
        select e."before" -> w.field as value ${since}
         order by e."version" limit 1
       ) as first
        left join lateral (
        select coalesce(e."lost" -> w.field, e."applied" -> w.field) as value ${since} and e."deviceId" = w.device
         order by e."version" desc limit 1
       ) as own on true`,
    lock: `select 1 from "Head" where "accountId" = $1::uuid for no key update`,
  };
}

function writeSql(projections: readonly Projection[]): string {
  // Everything hangs on the heads' rows: while this statement waits for one, PostgreSQL looks at its turn again, and
  // without a row nothing else of that account is written either. Several are locked in one order, here and everywhere.
  // The unseen ids are cast before they are looked for. Where a row is compared with a cast, which may fail, row-level
  // security keeps it from the index, and every receipt of the account would be read for each id.
  return `${PREPARED}
      with wanted as materialized (
        select * from jsonb_to_recordset($1::jsonb)
          as r("accountId" uuid, "epoch" uuid, "runsSince" text, "position" integer, "turn" integer, "unseen" jsonb,
            "events" jsonb, "refused" jsonb, "entities" jsonb)
      ), locked as materialized (
        select h."accountId", jsonb_array_length(w."events") as "count"
          from wanted w join "Head" h on h."accountId" = w."accountId"
         where h."position" = w."position" and h."turn" = w."turn"
           and exists (select 1 from "Log" l where l."id" = 1 and l."epoch" = w."epoch")
           and w."runsSince" = ${RUNS_SINCE}
           and not exists (
             select 1 from (
               select given::uuid as "id" from jsonb_array_elements_text(w."unseen") as given offset 0
             ) as u cross join lateral (
               select 1 from "Receipt" x where x."accountId" = w."accountId" and x."eventId" = u."id" offset 0
             ) as known)
         order by h."accountId" for no key update of h
      ), head as (
        update "Head" h set "position" = h."position" + l."count", "turn" = h."turn" + 1
          from locked l where h."accountId" = l."accountId"
        returning h."accountId"
      ), taken as materialized (
        select w.* from wanted w join head on head."accountId" = w."accountId"
      ), appended as materialized (
        select t."accountId", ${inOrder(EVENT_WIRE)}
          from taken t cross join lateral jsonb_array_elements(t."events") as r(item)
      ), event_rows as (
        insert into "Event" ("accountId", ${names(EVENT_COLUMNS)})
        select "accountId", ${Object.keys(EVENT_COLUMNS).map(given).join(', ')} from appended
      ), receipt_rows as (
        insert into "Receipt" ("accountId", ${names(RECEIPT_COLUMNS)})
        select "accountId", "id", "bodyHash", "status", null, null, "entityType", "entityId", "version", "position", "deviceId"
          from appended
         union all
        select t."accountId", ${inOrder(RECEIPT_COLUMNS)}
          from taken t cross join lateral jsonb_array_elements(t."refused") as r(item)
      )${projections
        .map((projection) => {
          const columns = rowColumns(projection);
          return `, ${quote(`${projection.type} rows`)} as (
        insert into ${quote(projection.type)} ("accountId", ${names(columns)})
        select t."accountId", ${inOrder(columns)}
          from taken t cross join lateral jsonb_array_elements(t."entities" -> '${projection.type}') as r(item)
        ${orUpdate(projection)}
      )`;
        })
        .join('')}
      select "accountId" from head`;
}

/**
 * The rows `x` whose account and `key` stand side by side in the arrays $n and $n+1. Each is looked up by itself:
 * `offset 0` keeps the planner, while it has no statistics yet, from reading all of an account's rows and picking those.
 */
function found(columns: string, from: string, key: string, n: number): string {
  return `(select coalesce(json_agg(to_json(found)), '[]')
           from unnest($${n}::uuid[], $${n + 1}::uuid[]) as wanted(account, id)
          cross join lateral (
            select ${columns} from ${from} where x."accountId" = wanted.account and x.${quote(key)} = wanted.id offset 0
          ) as found)`;
}

/** For one projection, what a rebuild needs. $1 account; `upsert`: $2 JSON array of rows; `remove`: $2 ids. */
export function projectionSql(projection: Projection): { all: string; upsert: string; remove: string } {
  const table = quote(projection.type);
  const columns = rowColumns(projection);
  return {
    all: `select to_jsonb(t) - 'accountId' - 'purged' as row from ${table} t where t."accountId" = $1::uuid`,
    upsert: `insert into ${table} ("accountId", ${names(columns)})
        select $1::uuid, ${names(columns, 'r.')} from jsonb_to_recordset($2::jsonb) as r(${typed(columns)})
        ${orUpdate(projection)}`,
    remove: `delete from ${table} where "accountId" = $1::uuid and "id" = any($2::uuid[])`,
  };
}

/** The columns out of `item`, an array of their values. */
function inOrder(columns: Columns): string {
  return Object.entries(columns)
    .map(([name, type], index) => {
      const value = type === 'jsonb' ? `nullif(item -> ${index}, 'null')` : `(item ->> ${index})::${type}`;
      return `${value} as ${quote(name)}`;
    })
    .join(', ');
}

export function rowColumns(projection: Projection): Columns {
  return { ...ENTITY_COLUMNS, ...columnsOf(projection) };
}

function orUpdate(projection: Projection): string {
  const columns = Object.keys(rowColumns(projection)).filter((column) => column !== 'id');
  // What is written again is brought by the feed again.
  const changed = isPurgeable(projection) ? [...columns, 'purged'] : columns;
  return `on conflict ("accountId", "id") do update
          set ${changed.map((column) => `${quote(column)} = excluded.${quote(column)}`).join(', ')}`;
}

/** A column of a new event, or what stands for it where it is left out. */
function given(column: string): string {
  const omitted = OMITTED[column as keyof typeof OMITTED];
  return omitted === undefined ? quote(column) : `coalesce(${quote(column)}, ${omitted})`;
}

function names(columns: Columns, prefix = ''): string {
  return Object.keys(columns)
    .map((name) => `${prefix}${quote(name)}`)
    .join(', ');
}

function typed(columns: Columns): string {
  return Object.entries(columns)
    .map(([name, type]) => `${quote(name)} ${type}`)
    .join(', ');
}

import { PREPARED } from '@cairn/prisma';
import { columnsOf, type Columns, type Projection } from '../entity/projection.ts';
import { ENTITY_COLUMNS, EVENT_COLUMNS, RECEIPT_COLUMNS } from './append-records.ts';

/** The statements of every append; made once, from the projections. */
export interface AppendSql {
  /** $1 account, $2 event ids, $3 … ids of each projection → one row: epoch, head, receipts, and each projection's rows. */
  readonly read: string;
  /**
   * $1 account, $2 position and $3 turn as read, $4 count of new events, $5 JSON {events, receipts, <type>: rows} → one
   * row, or none when another append came between.
   */
  readonly write: string;
  /**
   * $1 account, $2 JSON [{key, type, id, field, version, device}] → {key, value} for each field that has been written
   * since the version: as the device (if not null) asked for it itself last, else as it was before the first write since.
   */
  readonly bases: string;
  /** $1 account: holds the head until the transaction ends. */
  readonly lock: string;
}

const quote = (name: string) => `"${name}"`;

export function appendSql(projections: readonly Projection[]): AppendSql {
  const since = `from "Event" e
         where e."accountId" = $1::uuid and e."entityType" = w.type and e."entityId" = w.id
           and e."version" > w.version and jsonb_exists(e."applied", w.field)`;
  const receipts = `"Receipt" x
        left join "Event" e on e."accountId" = x."accountId" and e."position" = x."position"`;
  return {
    read: `${PREPARED}
      select
        (select l."epoch"::text from "Log" l where l."id" = 1) as epoch,
        (select jsonb_build_object('position', h."position", 'turn', h."turn")
           from "Head" h where h."accountId" = $1::uuid) as head,
        ${found(
          `x.*, coalesce(e."clock" <> e."occurredAt", false) as clamped, coalesce(e."merged", '[]') as merged`,
          receipts,
          'eventId',
          2,
        )} as receipts
        ${projections.map(({ type }, index) => `, ${found('x.*', `${quote(type)} x`, 'id', index + 3)} as ${quote(type)}`).join('')}`,
    // Everything hangs on the head's row: while this statement waits for it, PostgreSQL looks at its turn again, and
    // without a row nothing else is written either.
    write: `${PREPARED}
      with head as (
        update "Head" set "position" = "position" + $4::integer, "turn" = "turn" + 1
         where "accountId" = $1::uuid and "position" = $2::integer and "turn" = $3::integer
        returning "position"
      ), event_rows as (
        ${insert('Event', EVENT_COLUMNS, "head, jsonb_to_recordset($5::jsonb -> 'events')")}
      ), receipt_rows as (
        ${insert('Receipt', RECEIPT_COLUMNS, "head, jsonb_to_recordset($5::jsonb -> 'receipts')")}
      )${projections
        .map(
          (projection) => `, ${quote(`${projection.type} rows`)} as (
        ${upsert(projection, `head, jsonb_to_recordset($5::jsonb -> '${projection.type}')`)}
      )`,
        )
        .join('')}
      select "position" from head`,
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
    lock: `select 1 from "Head" where "accountId" = $1::uuid for update`,
  };
}

/**
 * The rows `x` of the account whose `key` is in the array $n. Each id is looked up by itself: `offset 0` keeps the
 * planner, while it has no statistics yet, from reading all of the account's rows and picking those.
 */
function found(columns: string, from: string, key: string, n: number): string {
  return `(select coalesce(json_agg(to_jsonb(found) - 'accountId'), '[]')
           from unnest($${n}::uuid[]) as wanted(id)
          cross join lateral (
            select ${columns} from ${from} where x."accountId" = $1::uuid and x.${quote(key)} = wanted.id offset 0
          ) as found)`;
}

/** For one projection, what a rebuild needs. $1 account; `upsert`: $2 JSON array of rows; `remove`: $2 ids. */
export function projectionSql(projection: Projection): { all: string; upsert: string; remove: string } {
  const table = quote(projection.type);
  return {
    all: `select to_jsonb(t) - 'accountId' as row from ${table} t where t."accountId" = $1::uuid`,
    upsert: upsert(projection, 'jsonb_to_recordset($2::jsonb)'),
    remove: `delete from ${table} where "accountId" = $1::uuid and "id" = any($2::uuid[])`,
  };
}

function upsert(projection: Projection, from: string): string {
  const all = { ...ENTITY_COLUMNS, ...columnsOf(projection) };
  const changed = Object.keys(all).filter((column) => column !== 'id');
  return `${insert(projection.type, all, from)}
        on conflict ("accountId", "id") do update
          set ${changed.map((column) => `${quote(column)} = excluded.${quote(column)}`).join(', ')}`;
}

/** `from` ends in a set-returning function, which gets the alias and the columns' types. */
function insert(table: string, columns: Columns, from: string): string {
  const names = Object.keys(columns).map(quote);
  const typed = Object.entries(columns).map(([name, type]) => `${quote(name)} ${type}`);
  return `insert into ${quote(table)} ("accountId", ${names.join(', ')})
        select $1::uuid, ${names.map((name) => `r.${name}`).join(', ')}
          from ${from} as r(${typed.join(', ')})`;
}

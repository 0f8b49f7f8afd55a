import type { ColumnType, Projection } from '../entity/projection.ts';
import { ENTITY_COLUMNS, EVENT_COLUMNS, RECEIPT_COLUMNS } from './append-records.ts';

/** The three statements of every append; made once, from the projections. */
export interface AppendSql {
  /** $1 account, $2 event ids, $3 … ids of each projection → one row: head, receipts, and each projection's rows. */
  readonly read: string;
  /**
   * $1 account, $2 position and $3 turn as read, $4 count of new events, $5 JSON {events, receipts, <type>: rows} → one
   * row, or none when another append came between.
   */
  readonly write: string;
  /** $1 account: holds the head until the transaction ends. */
  readonly lock: string;
}

type Columns = Readonly<Record<string, ColumnType>>;

const quote = (name: string) => `"${name}"`;

export function appendSql(projections: readonly Projection[]): AppendSql {
  return {
    read: `
      select
        (select jsonb_build_object('position', h."position", 'turn', h."turn")
           from "Head" h where h."accountId" = $1::uuid) as head,
        (select coalesce(jsonb_agg(to_jsonb(r) || jsonb_build_object('clamped', coalesce(e."clock" <> e."occurredAt", false))), '[]')
           from "Receipt" r
           left join "Event" e on e."accountId" = r."accountId" and e."position" = r."position"
          where r."accountId" = $1::uuid and r."eventId" = any($2::uuid[])) as receipts
        ${projections
          .map(
            ({ type }, index) => `,
        (select coalesce(jsonb_agg(to_jsonb(t)), '[]')
           from ${quote(type)} t where t."accountId" = $1::uuid and t."id" = any($${index + 3}::uuid[])) as ${quote(type)}`,
          )
          .join('')}`,
    // Everything hangs on the head's row: while this statement waits for it, PostgreSQL looks at its turn again, and
    // without a row nothing else is written either.
    write: `
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
    lock: `select 1 from "Head" where "accountId" = $1::uuid for update`,
  };
}

/** For one projection, what a rebuild needs. $1 account; `upsert`: $2 JSON array of rows; `remove`: $2 ids. */
export function projectionSql(projection: Projection): { all: string; upsert: string; remove: string } {
  const table = quote(projection.type);
  return {
    all: `select to_jsonb(t) as row from ${table} t where t."accountId" = $1::uuid`,
    upsert: upsert(projection, 'jsonb_to_recordset($2::jsonb)'),
    remove: `delete from ${table} where "accountId" = $1::uuid and "id" = any($2::uuid[])`,
  };
}

function upsert({ type, columns }: Projection, from: string): string {
  const all = { ...ENTITY_COLUMNS, ...columns };
  const changed = Object.keys(all).filter((column) => column !== 'id');
  return `${insert(type, all, from)}
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

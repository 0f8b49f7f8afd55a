import type pg from 'pg';

export interface SeedOptions {
  readonly accountId: string;
  /** Wrote all of it. */
  readonly deviceId: string;
  /** Tasks that are there; each is created, and then retitled in turn. */
  readonly entities: number;
  readonly events: number;
  /** Of the tasks, those before `entities` that were created and deleted: two of the events each. */
  readonly deleted?: number;
}

/** Events of one statement, which make one link of the chain. */
const CHUNK = 2_000;

/** Over how long the log was written. */
const YEARS = 3;

/**
 * Writes a log in bulk, and the receipts and projections that the appender would have written with it: a rebuild finds
 * nothing that differs, and the chain is whole.
 */
export async function seedLog(client: pg.Client, options: SeedOptions): Promise<void> {
  const { accountId, deviceId, entities, events, deleted = 0 } = options;
  const values = [accountId, deviceId, entities, events, deleted];
  await client.query('set synchronous_commit = off');
  await client.query(FUNCTIONS);
  for (let from = 0; from < events; from += CHUNK) {
    await client.query(EVENTS, [...values, from, Math.min(from + CHUNK, events) - 1]);
  }
  await client.query(RECEIPTS, [accountId]);
  await client.query(TASKS, [accountId]);
  await client.query(`update "Head" set "position" = $2, "turn" = $2 where "accountId" = $1::uuid`, [
    accountId,
    events,
  ]);
}

const FUNCTIONS = `
  create or replace function pg_temp.at(k integer, events integer) returns timestamptz language sql immutable as $$
    select '2023-12-01T00:00:00Z'::timestamptz + (k::float8 / events) * interval '${YEARS} years' $$;
  create or replace function pg_temp.iso(k integer, events integer) returns text language sql immutable as $$
    select to_char(pg_temp.at(k, events) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;
  -- As uuidv7 makes them: in order of time.
  create or replace function pg_temp.v7(kind text, account uuid, k integer, events integer) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from pg_temp.at(k, events)) * 1000)::bigint), 12, '0') || '7'
      || substr(h, 1, 3) || '8' || substr(h, 4, 15))::uuid from md5(kind || account || k) as h $$;
  create or replace function pg_temp.title(i integer, edition integer) returns text language sql immutable as $$
    select 'Something to be done, number ' || i || case when edition = 1 then '' else ', edition ' || edition end $$;
  -- What the k-th event is: of which task, and the task's version that it makes. First the deleted ones, two events each.
  create or replace function pg_temp.told(k integer, entities integer, deleted integer)
    returns table (i integer, version integer, is_deletion boolean) language sql immutable as $$
    select case when k < 2 * deleted then k / 2 else deleted + (k - 2 * deleted) % entities end,
           case when k < 2 * deleted then k % 2 + 1 else (k - 2 * deleted) / entities + 1 end,
           k < 2 * deleted and k % 2 = 1 $$`;

/** $1 account, $2 device, $3 entities, $4 events, $5 deleted. */
const EVENTS = `
  insert into "Event" ("accountId", "position", "id", "entityType", "entityId", "version", "type", "schema", "deviceId",
    "sequence", "parentVersion", "occurredAt", "clock", "recordedAt", "asked", "applied", "before", "lost")
  select $1::uuid, k + 1, pg_temp.v7('event', $1::uuid, k, $4::int), 'Task', task.id, t.version,
         case when t.is_deletion then 'TaskDeleted' when t.version = 1 then 'TaskCreated' else 'TaskRetitled' end, 1,
         $2::uuid, k + 1, t.version - 1, iso.at || '-0000', iso.at || '-0000', pg_temp.at(k, $4::int),
         jsonb_build_object('taskId', task.id) || case when t.is_deletion then '{}' else
           jsonb_build_object('title', pg_temp.title(t.i, t.version)) end
           || case when t.version = 1 then jsonb_build_object('order', 'a' || lpad(t.i::text, 7, '0') || 'V') else '{}' end,
         case when t.is_deletion then jsonb_build_object('deletedAt', iso.at) else
           jsonb_build_object('title', pg_temp.title(t.i, t.version)) end
           || case when t.version = 1 then
                jsonb_build_object('order', 'a' || lpad(t.i::text, 7, '0') || 'V', 'createdAt', iso.at) else '{}' end,
         case when t.is_deletion then '{"deletedAt": null}' when t.version = 1 then
           '{"title": "", "order": "a0", "createdAt": null}' else
           jsonb_build_object('title', pg_temp.title(t.i, t.version - 1)) end, '{}'
    from generate_series($6::int, $7::int) as k
   cross join lateral pg_temp.told(k, $3::int, $5::int) as t
   cross join lateral (select pg_temp.v7('task', $1::uuid, t.i, $3::int + $5::int) as id) as task
   cross join lateral (select pg_temp.iso(k, $4::int) as at) as iso`;

const RECEIPTS = `
  insert into "Receipt" ("accountId", "eventId", "bodyHash", "status", "entityType", "entityId", "version", "position",
    "deviceId", "recordedAt")
  select "accountId", "id", left(encode(sha256("id"::text::bytea), 'base64'), 43), 'APPLIED', "entityType", "entityId",
         "version", "position", "deviceId", "recordedAt"
    from "Event" where "accountId" = $1::uuid`;

const TASKS = `
  with writes as (
    select e.*, jsonb_build_object('version', e."version", 'clock', e."clock", 'device', e."deviceId", 'sequence',
             e."sequence", 'parent', e."parentVersion") as writer
      from "Event" e where e."accountId" = $1::uuid
  ), told as (
    select w.*, first_value(w.writer) over one as first_writer, first_value(w."applied") over one as first_applied,
           lead(w."version") over one is null as is_last
      from writes w window one as (partition by w."entityId" order by w."version")
  )
  insert into "Task" ("accountId", "id", "version", "position", "writers", "seen", "title", "description", "order",
    "priority", "createdAt", "deletedAt")
  select "accountId", "entityId", "version", "position",
         jsonb_build_object('order', first_writer, 'createdAt', first_writer, 'title', first_writer)
           || case when "version" = 1 then '{}' when "applied" ? 'deletedAt' then
                jsonb_build_object('deletedAt', writer) else jsonb_build_object('title', writer) end,
         jsonb_build_object("deviceId"::text, jsonb_build_object('clock', "clock", 'sequence', "sequence")),
         coalesce("applied" ->> 'title', first_applied ->> 'title'), '', first_applied ->> 'order', 0,
         first_applied ->> 'createdAt', "applied" ->> 'deletedAt'
    from told where is_last`;

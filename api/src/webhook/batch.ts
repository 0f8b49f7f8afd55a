import { createHash } from 'node:crypto';
import { asAccount, type PrismaClient } from '@cairn/prisma';
import { encodeLogCursor, type LogPlace } from '../feed/log-cursor.ts';

/** Most events of a batch, and bytes of what they say after which it ends. */
export const EVENTS_MAX = 100;
export const BATCH_BYTES = 256 * 1024;

/** What a webhook is told of an event. */
export interface SentEvent {
  readonly id: string;
  readonly position: number;
  readonly type: string;
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  /** Who wrote it, by the name that it has now. */
  readonly device: { readonly id: string; readonly name: string };
  /** ISO 8601: when the server took it. */
  readonly recordedAt: string;
  /** The clock reading that counts in merges. */
  readonly clock: string;
  /** The fields that it wrote, each with its change. */
  readonly applied: unknown;
}

export interface Batch {
  readonly epoch: string;
  /** Position of the last event that was looked at for it. */
  readonly end: number;
  /** That the log goes on after it. */
  readonly hasMore: boolean;
  readonly events: readonly SentEvent[];
}

/** Where in the log a webhook is. */
export interface WebhookPlace {
  readonly accountId: string;
  readonly id: string;
  readonly position: number;
  readonly scannedTo: number;
  readonly batchEnd: number | null;
  readonly entityTypes: unknown;
  readonly round: number;
}

interface BatchRow {
  readonly epoch: string;
  readonly head: number | null;
  /** How far was looked: at most as far as was asked. */
  readonly through: number;
  /** How many there are for the batch and the place after it. */
  readonly found: number;
  readonly events: readonly SentEvent[];
}

/**
 * $1 account, $2 after, $3 through, $4 limit, $5 types, $6 bytes, $7 whether to stop at the end of a row of the archive. One
 * statement, so that events, head and epoch belong together, and an event is not missed while it is being archived.
 */
const SQL = `
  with bound as (
    select least($3::integer, (
      select a."throughPosition" from "EventArchive" a
       where $7::boolean and a."accountId" = $1::uuid and a."throughPosition" > $2::integer
       order by a."throughPosition" limit 1)) as through
  ), found as (
    (select e.* from "Event" e
      where e."accountId" = $1::uuid and e."position" > $2::integer
        and e."position" <= (select b.through from bound b)
        and ($5::text[] = '{}' or e."entityType" = any($5::text[]))
      order by e."position" limit $4::integer)
    union all
    (select e.* from "EventArchive" a cross join lateral unpack_events(a) e
      where a."accountId" = $1::uuid and a."throughPosition" > $2::integer
        and a."fromPosition" <= (select b.through from bound b)
        and e."position" > $2::integer and e."position" <= (select b.through from bound b)
        and ($5::text[] = '{}' or e."entityType" = any($5::text[]))
      order by e."position" limit $4::integer)
    order by "position" limit $4::integer
  ), sized as (
    select f.*, sum(octet_length(f."applied"::text)) over (order by f."position")
                - octet_length(f."applied"::text) as "bytesBefore"
      from found f
  )
  select
    (select l."epoch"::text from "Log" l where l."id" = 1) as epoch,
    (select h."position" from "Head" h where h."accountId" = $1::uuid) as head,
    (select b.through from bound b) as through,
    (select count(*)::integer from found) as found,
    (select coalesce(json_agg(json_build_object(
              'id', s."id", 'position', s."position", 'type', s."type", 'entityType', s."entityType",
              'entityId', s."entityId", 'version', s."version",
              'device', json_build_object('id', s."deviceId", 'name', coalesce(
                (select d."name" from "Device" d where d."accountId" = $1::uuid and d."id" = s."deviceId"),
                (select t."name" from "AccessToken" t where t."accountId" = $1::uuid and t."id" = s."deviceId"), '')),
              'recordedAt', to_char(s."recordedAt" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
              'clock', s."clock", 'applied', s."applied")
              order by s."position"), '[]')
       from sized s where s."bytesBefore" < $6::integer) as events`;

/** Events that are looked through at once for the few that a webhook wants. */
export const SCAN_MAX = 10_000;
const ANY = 2 ** 31 - 1;

/**
 * What is to be sent next: once a batch was tried, the very same; else what there is, up to the limits. Without events when
 * there is nothing for the webhook up to `end`. Null when the account is gone.
 */
export async function readBatch(prisma: PrismaClient, webhook: WebhookPlace): Promise<Batch | null> {
  const { accountId, scannedTo, batchEnd, entityTypes } = webhook;
  const isNew = batchEnd === null;
  const [through, limit, bytes] = isNew ? [scannedTo + SCAN_MAX, EVENTS_MAX + 1, BATCH_BYTES] : [batchEnd, ANY, ANY];
  const [row] = await asAccount(accountId, () =>
    prisma.$queryRawUnsafe<[BatchRow]>(SQL, accountId, scannedTo, through, limit, entityTypes, bytes, isNew),
  );
  if (row.head === null) return null;
  const events = isNew ? row.events.slice(0, EVENTS_MAX) : row.events;
  const isFull = row.found > events.length;
  const end = isFull ? events.at(-1)!.position : Math.min(row.through, row.head);
  return { epoch: row.epoch, events, end, hasMore: end < row.head };
}

export interface BatchMessage {
  readonly id: string;
  readonly body: string;
}

/**
 * What goes out. Its id follows from its place in the log: whoever sends the same batch again, in whatever process, gives
 * it the same one, and after a restored backup, or sent again by the account's own wish, another.
 */
export function messageOf(webhook: WebhookPlace, { epoch, end, events }: Batch): BatchMessage {
  const { id, round, position } = webhook;
  const place = createHash('sha256').update(`${id} ${epoch} ${round} ${position}`).digest('base64url').slice(0, 27);
  const body = JSON.stringify({
    type: 'log.events',
    timestamp: events.at(-1)!.recordedAt,
    data: {
      webhookId: id,
      after: cursorAt({ epoch, position }),
      cursor: cursorAt({ epoch, position: end }),
      events,
    },
  });
  return { id: `msg_${place}`, body };
}

/** Whether trash was purged since says nothing about events: `changes` looks at that itself. */
export function cursorAt({ epoch, position }: Pick<LogPlace, 'epoch' | 'position'>): string {
  return encodeLogCursor({ epoch, position, purged: 0 });
}

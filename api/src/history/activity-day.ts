import type { PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { Field, Int, ObjectType } from '../type-graphql.ts';

/** Most days of one answer. */
export const DAYS_LIMIT = 366;

/** As the IANA names them. Not an offset: PostgreSQL reads the sign of one the other way round. */
const ZONE_NAME = /^[A-Za-z][A-Za-z0-9_+/-]*$/;

@ObjectType('ActivityDay', { simpleResolvers: true, description: 'A day on which something happened.' })
export class ActivityDay {
  @Field(() => String, { description: 'YYYY-MM-DD.' })
  readonly day!: string;

  @Field(() => Int, { description: 'How many events there were.' })
  readonly events!: number;

  @Field(() => Int, { description: 'How many different entities changed.' })
  readonly entities!: number;

  @Field(() => Int, { description: 'How many devices wrote.' })
  readonly devices!: number;
}

/**
 * The last `days` days in that zone, today included, the newest first, without those on which nothing happened.
 * @throws BAD_USER_INPUT
 */
export async function readActivityDays(
  prisma: PrismaClient,
  accountId: string,
  { days, timeZone }: { readonly days: number; readonly timeZone: string },
): Promise<ActivityDay[]> {
  if (days < 1 || days > DAYS_LIMIT) throw apiError('BAD_USER_INPUT', `days must be from 1 to ${DAYS_LIMIT}`);
  if (!(await isZone(prisma, timeZone))) throw apiError('BAD_USER_INPUT', 'timeZone must be one like Europe/Berlin');
  return prisma.$queryRaw<ActivityDay[]>`
    with since as materialized (
      select (date_trunc('day', clock_timestamp() at time zone ${timeZone})
             - make_interval(days => ${days - 1}::integer)) at time zone ${timeZone} as at
    ), events as (
      select e."recordedAt", e."entityType", e."entityId", e."deviceId" from "Event" e
       where e."accountId" = ${accountId}::uuid and e."recordedAt" >= (select at from since)
      union all
      select e."recordedAt", e."entityType", e."entityId", e."deviceId"
        from "EventArchive" a cross join lateral unpack_events(a) e
       where a."accountId" = ${accountId}::uuid and a."recordedThrough" >= (select at from since)
         and e."recordedAt" >= (select at from since)
    )
    select to_char(e."recordedAt" at time zone ${timeZone}, 'YYYY-MM-DD') as day, count(*)::integer as events,
           count(distinct (e."entityType", e."entityId"))::integer as entities,
           count(distinct e."deviceId")::integer as devices
      from events e
     group by 1 order by 1 desc`;
}

async function isZone(prisma: PrismaClient, timeZone: string): Promise<boolean> {
  if (!ZONE_NAME.test(timeZone)) return false;
  const rows = await prisma.$queryRaw<unknown[]>`select 1 from pg_timezone_names where name = ${timeZone}`;
  return rows.length > 0;
}

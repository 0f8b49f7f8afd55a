import { asOwner, poolOf, type Database } from './open.ts';

export interface Verified {
  readonly accounts: number;
  readonly events: number;
  /** The first event of each account that is not what was appended: edited, missing, or put in. */
  readonly wrong: readonly { readonly accountId: string; readonly position: number }[];
}

// Set side by side for every position: what its link says, and what the row is, in the archive as well; none is in both. A link that was made to fit an edited row
// no longer fits the link after it; only somebody who makes all of an account's links anew is not found here.
const SQL = `
  with events as (
    select e.* from "Event" e
    union all
    select u.* from "EventArchive" a cross join lateral unpack_events(a) as u
  ), links as (
    select l.*, coalesce(lag(l."position") over account, 0) as after, coalesce(lag(l."chain") over account, '') as before
      from "ChainLink" l window account as (partition by l."accountId" order by l."position")
  ), told as (
    select l."accountId", n as position, substring(l."digests" from (n - l.after - 1) * 32 + 1 for 32) as digest
      from links l cross join generate_series(l.after + 1, l."position") as n
  ), wrong as (
    select coalesce(e."accountId", t."accountId") as account, coalesce(e."position", t.position) as position
      from events e full join told t on t."accountId" = e."accountId" and t.position = e."position"
     where t.digest is distinct from case when e."position" is null then null else event_digest(e.*::"Event") end
    union all
    select e."accountId", e."position"
      from (select "accountId", max("throughPosition") as through from "EventArchive" group by 1) as a
      join "Event" e on e."accountId" = a."accountId" and e."position" <= a.through
    union all
    select l."accountId", l.after + 1 from links l
     where l."chain" <> sha256(l.before || l."digests") or length(l."digests") <> 32 * (l."position" - l.after)
    union all
    select h."accountId", least(h."position", coalesce(last.position, 0)) + 1
      from "Head" h
      left join (select "accountId", max("position") as position from "ChainLink" group by 1) as last
        on last."accountId" = h."accountId"
     where h."position" <> coalesce(last.position, 0)
  )
  select (select count(*)::integer from "Head") as accounts,
         (select count(*)::integer from "Event")
           + (select coalesce(sum("throughPosition" - "fromPosition" + 1), 0)::integer from "EventArchive") as events,
         (select coalesce(json_agg(json_build_object('accountId', w.account, 'position', w.position) order by w.account), '[]')
            from (select account, min(position) as position from wrong group by account) as w) as wrong`;

/** Follows the hash chain of every account from its first event. Reads everything, in one statement; stops nobody. */
export async function verifyLog(database: Database): Promise<Verified> {
  const { rows } = await asOwner(poolOf(database), (client) => client.query<Verified>(SQL));
  return rows[0]!;
}

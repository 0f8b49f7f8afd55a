import { projections, rebuild } from '@cairn/api';
import type { Row } from '@cairn/api/testing';
import { canonicalJson, registry, type Entity, type Json } from '@cairn/domain';
import { markdownFrom } from '@cairn/text';
import { madeTwice, oracle, type OracleEvent } from '../oracle.ts';
import type { Account } from './account.ts';
import type { Cluster } from './cluster.ts';
import type { Device } from './device.ts';
import { TYPES, typesOf } from './watch.ts';
import type { WorldContext } from './world-context.ts';

/** Why it is not quiet yet; undefined when everything is everywhere. */
export function unrest(cluster: Cluster, devices: readonly Device[], accounts: readonly Account[]): string | undefined {
  for (const device of devices) {
    const { session, leaving, tabs, disks } = device;
    if (!session || leaving) return `${device.name}: nobody is signed in`;
    const disk = device.diskOf(session.account.id);
    // Also what was rejected: somebody settles it.
    const waiting = [...disk.outbox.entries.values()];
    if (waiting.length > 0) {
      const held = waiting.map(({ sequence, mutation, draft }) => `${sequence} ${mutation}${draft ? ' (draft)' : ''}`);
      const told = tabs.map(({ cairn }) => JSON.stringify(cairn?.status.get() ?? 'opening'));
      return `${device.name} still holds ${held.join(', ')}; its tabs: ${told.join('; ') || 'none'}`;
    }
    for (const [id, { outbox }] of disks) {
      if (id !== session.account.id && outbox.entries.size > 0) return `${device.name}: a queue waits for its owner`;
    }
    for (const tab of tabs) {
      const { cairn } = tab;
      if (!cairn || tab.session !== session) return `${device.name} is still opening, or closing`;
      const { pending, caughtUp, road } = cairn.status.get();
      if (pending > 0 || !caughtUp)
        return `${device.name}: ${pending} pending, ${road}, caught up: ${String(caughtUp)}`;
      for (const type of typesOf(tab)) {
        for (const { id, version } of cluster.database.rows(type, session.account.id)) {
          const entity = cairn.entity({ type, id: id as string });
          if (entity?.version !== version) {
            return `${device.name} has ${type} ${String(id)} at ${entity?.version ?? 'no version'}, not ${String(version)}`;
          }
        }
      }
    }
  }
  return accounts.map(({ ledger }) => ledger.notGivenBack).find((told) => told !== undefined);
}

/** Of one account, every tab, every table, the rebuild and the plain oracle say the same. @throws Violation */
export async function checkConvergence(
  { violated, counters }: WorldContext,
  { database }: Cluster,
  devices: readonly Device[],
  { id: accountId, ledger }: Account,
): Promise<void> {
  counters.count('given back', ledger.givenBack);
  const events = ledger.events as unknown as readonly OracleEvent[];
  const again = madeTwice(events);
  if (again !== undefined) violated('M11', `the round ${again} was made a second time`);
  const told = oracle(events);
  const rows = TYPES.flatMap((type) => database.rows(type, accountId).map((row) => ({ type, row })));
  if (rows.length !== told.size) violated('S9', `${rows.length} entities, and the log tells of ${told.size}`);
  const tabs = devices.flatMap((device) => device.tabs.filter(({ account }) => account.id === accountId));
  for (const { type, row } of rows) {
    const id = row['id'] as string;
    for (const [name, value] of Object.entries(row)) {
      if (name === 'updates' || !(name in told.get(id)!)) continue;
      const expected = told.get(id)![name] as Json;
      if (canonicalJson(value as Json) !== canonicalJson(expected)) {
        violated('S7', `${type}.${name} is ${canonicalJson(value as Json)}, by the log ${canonicalJson(expected)}`);
      }
    }
    for (const tab of tabs) {
      if (!typesOf(tab).includes(type)) continue;
      const difference = differenceOf(tab.cairn!.entity({ type, id })!, row);
      if (difference) violated('S9', `${tab.device.name}: ${type} ${id}: ${difference}`);
    }
  }
  for (const [round, times] of roundsMade(ledger.events)) {
    if (times > 1) counters.count('round made on two devices');
    if (!told.has(round)) violated('M11', `a round that was continued is not there: ${round}`);
  }
  if (ledger.isWhole) {
    for (const [noteId, words] of ledger.words) {
      const body = String(told.get(noteId)?.['body']).split(/\s+/);
      const missing = words.filter((word) => !body.includes(word));
      if (missing.length > 0) violated('M9', `the note lacks ${missing.join(', ')}`);
    }
  }
  const { differing } = await rebuild(database.prisma, registry, projections, accountId);
  if (differing.length > 0) violated('S7', `a rebuild differs in ${differing.join(', ')}`);
  const statuses = database.rows('receipt', accountId).map(({ status }) => status);
  counters.count('merged', statuses.filter((status) => status === 'MERGED').length);
  counters.count('conflict', statuses.filter((status) => status === 'CONFLICT').length);
  counters.count('rejected', statuses.filter((status) => status === 'REJECTED').length);
}

/** How often each next round was made, by its id; what came after the first must have changed nothing. */
function roundsMade(events: Account['ledger']['events']): Map<string, number> {
  const made = new Map<string, number>();
  for (const { type, entityId } of events) {
    if (type === 'TaskContinued') made.set(entityId as string, (made.get(entityId as string) ?? 0) + 1);
  }
  return made;
}

/** What a device shows and the table does not; of a text only the result counts, since the server compacts its updates. */
function differenceOf({ fields, writers, conflicts, seen }: Entity, row: Row): string | undefined {
  const json = (value: unknown) => canonicalJson(value as Json);
  for (const [name, value] of Object.entries(fields)) {
    const [shown, stored] =
      name === 'updates' ? [markdownFrom(value as string[]), row['body']] : [json(value), json(row[name])];
    if (shown !== stored) return `${name} is ${String(shown)}, in the table ${String(stored)}`;
  }
  const own = json([writers, conflicts, seen]);
  const stored = json([row['writers'], row['conflicts'], row['seen']]);
  return own === stored ? undefined : `it is told apart by its writers, conflicts or clocks`;
}

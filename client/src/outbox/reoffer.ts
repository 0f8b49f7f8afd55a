import { entityKey, holds } from '@cairn/domain';
import type { Replica } from '../replica.ts';
import { creates } from './dependencies.ts';
import type { OutboxEntry } from './outbox-entry.ts';
import type { SentLog } from './sent-log.ts';

/** What became of the log: events that were on the server once and are no longer. */
export interface Reoffered {
  /** Back in the outbox, under the ids they had. */
  readonly entries: readonly OutboxEntry[];
  /** Events of something that another device made, and that the server has lost as well: they wait for that device. */
  readonly waiting: number;
  /**
   * True where a newer release has written some of them: this one cannot tell which of them the log has, so it offers
   * none. Anything newer that came before would hide that they are missing.
   */
  readonly needsNewer?: boolean;
}

/**
 * After a restored backup [F4]: puts what the server had taken of this device and has lost back into the outbox. To be
 * called once confirmed state is that of the new log, and before anything is sent to it: an event that is newer there
 * would hide that an older one is missing.
 * @throws StorageError; what was not put back is found again the next time
 */
export async function reoffer(replica: Replica, sentLog: SentLog): Promise<Reoffered> {
  const { epoch, registry } = replica;
  const old = epoch === undefined ? [] : sentLog.notOf(epoch);
  if (epoch === undefined || old.length === 0) return { entries: [], waiting: 0 };
  if (old.some(({ entry }) => !registry.mutations.includes(entry.mutation))) {
    return { entries: [], waiting: 0, needsNewer: true };
  }
  const entries: OutboxEntry[] = [];
  const kept: OutboxEntry[] = [];
  // Also what this device is about to make itself: once that is in the log, it would hide what went before.
  const making = replica.outbox.all().filter((held) => !held.entry.rejection && creates(registry, held));
  const made = new Set(making.map(({ entity }) => entityKey(entity!)));
  let waiting = 0;
  for (const { entry } of old) {
    const { event: stamp, ...rest } = entry.input;
    const definition = registry.eventOf(entry.mutation);
    const ref = { type: definition.entity, id: String(rest[definition.key]) };
    const confirmed = replica.view.confirmed(ref);
    if (confirmed && holds(confirmed, replica.deviceId, stamp)) kept.push(entry);
    else if (confirmed || definition.creates !== false || made.has(entityKey(ref))) {
      made.add(entityKey(ref));
      // The version it was made on may be lost as well; what came instead counts as concurrent.
      const parentVersion = Math.min(stamp.parentVersion, confirmed?.version ?? 0);
      entries.push({ ...entry, input: { ...rest, event: { ...stamp, parentVersion } } });
    } else waiting += 1;
  }
  if (entries.length > 0) {
    await replica.outbox.putBack(entries);
    await sentLog.remove(entries.map(({ sequence }) => sequence));
  }
  if (kept.length > 0) await sentLog.add(kept.map((entry) => ({ entry, epoch })));
  return { entries, waiting };
}

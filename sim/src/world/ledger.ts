import type { OutboxEntry } from '@cairn/client';
import { canonicalJson, CLOCK_MEMORY } from '@cairn/domain';
import type { Row } from '@cairn/api/testing';
import type { Cluster } from './cluster.ts';
import { Decisions } from './decisions.ts';
import type { Device } from './device.ts';
import type { Tab } from './tab.ts';
import type { WorldContext } from './world-context.ts';

/** So long after its end a session may still be believed, and a request be under way. Milliseconds. */
const BELIEVED = 6_000;

/** An event that has been durable on a device, and is not in the log yet. */
interface Open {
  readonly device: Device;
  readonly entry: OutboxEntry;
}

/** Keeps account of every event from the moment it is durable somewhere: where is it now [S3]? */
export class Ledger {
  readonly #context: WorldContext;
  readonly #cluster: Cluster;
  readonly #open = new Map<string, Open>();
  readonly #known = new Set<string>();
  readonly #inLog = new Map<string, Row>();
  /** Given up by the person, or by a person who wrote it anew. */
  readonly #letGo = new Set<string>();
  readonly #revisions = new Map<Device, number>();
  #log: readonly Row[] = [];
  #decisions = new Decisions();
  /** Every word that somebody was told is saved, by note. */
  readonly words = new Map<string, string[]>();
  /** Events that were in the log, and came after the backup that was restored. */
  readonly #unwound = new Set<string>();
  /** The last event of each device in the log. */
  readonly #last = new Map<unknown, Row>();

  constructor(context: WorldContext, cluster: Cluster) {
    this.#context = context;
    this.#cluster = cluster;
  }

  /** True while nothing that was saved has been given up by a person or by a restored backup. */
  get isWhole(): boolean {
    return this.#letGo.size === 0 && this.#unwound.size === 0;
  }

  get events(): readonly Row[] {
    return this.#log;
  }

  isInLog(eventId: string): boolean {
    return this.#inLog.has(eventId);
  }

  /** What nobody knows to be in the log yet. */
  isOpen(eventId: string): boolean {
    return this.#open.has(eventId) && !this.#letGo.has(eventId);
  }

  /** The person was told so: then it is on the disk, or beyond [S13]. */
  saved(tab: Tab, eventId: string, what: string): void {
    const { device } = tab;
    this.#context.note(`${device.name}: saved ${what} ${eventId}`);
    tab.saved.add(eventId);
    const isOnDisk = [...device.disk.outbox.entries.values()].some(({ input }) => input.event.id === eventId);
    const isInLog = this.#cluster.database.event.rows.some(({ id }) => id === eventId);
    if (!isOnDisk && !isInLog) this.#context.violated('S13', `${what} was said to be saved and is nowhere`);
  }

  typed(noteId: string, word: string): void {
    const words = this.words.get(noteId) ?? [];
    this.words.set(noteId, words);
    words.push(word);
  }

  letGo(eventId: string): void {
    this.#letGo.add(eventId);
  }

  /** A backup was restored: what came after it is no longer anywhere but on devices that still hold it. */
  unwind(): void {
    const rows = this.#cluster.database.event.rows;
    const kept = new Set(rows);
    for (const [id, row] of this.#inLog) {
      if (kept.has(row)) continue;
      this.#inLog.delete(id);
      this.#unwound.add(id);
    }
    this.#log = rows;
    this.#decisions = new Decisions();
    for (const row of rows) this.#decisions.check(row);
  }

  /** After each step. @throws Violation */
  check(devices: readonly Device[]): void {
    this.#checkLog();
    for (const device of devices) {
      if (this.#revisions.get(device) === device.disk.revision) continue;
      this.#revisions.set(device, device.disk.revision);
      this.#checkDisk(device);
    }
  }

  #checkDisk(device: Device): void {
    const entries = [...device.disk.outbox.entries.values()];
    const held = new Set<string>();
    for (const entry of entries) {
      const { id } = entry.input.event;
      held.add(id);
      if (entry.rejection?.code === 'EVENT_ID_REUSED') {
        this.#context.violated('S2', `${device.name} has sent ${entry.mutation} ${entry.sequence} with another body`);
      }
      if (this.#known.has(id)) continue;
      this.#known.add(id);
      this.#open.set(id, { device, entry });
    }
    if (held.size < entries.length) this.#context.violated('S2', `${device.name} has given one id to two events`);
    for (const [id, { device: owner, entry }] of this.#open) {
      if (owner !== device || held.has(id)) continue;
      this.#open.delete(id);
      if (this.#inLog.has(id) || this.#letGo.has(id) || this.#unwound.has(id) || this.#isRemade(id, entry, entries))
        continue;
      this.#context.violated('S3', `${device.name} has lost ${entry.mutation} ${entry.sequence} (${id})`);
    }
  }

  /** Rejected with what it depended on, it waits under a new id. */
  #isRemade(id: string, entry: OutboxEntry, entries: readonly OutboxEntry[]): boolean {
    const [receipt] = this.#cluster.database.receipt.select({ eventId: id });
    const body = ({ mutation, input: { event: _, ...payload } }: OutboxEntry) => canonicalJson({ mutation, payload });
    return (
      receipt?.['status'] === 'REJECTED' &&
      entries.some((other) => other.sequence > entry.sequence && body(other) === body(entry))
    );
  }

  #checkLog(): void {
    const rows = this.#cluster.database.event.rows;
    if (rows === this.#log) return;
    const old = this.#log;
    if (rows.length < old.length || old.some((row, index) => rows[index] !== row)) {
      this.#context.violated('S1', 'an event that was in the log has changed or gone');
    }
    for (const row of rows.slice(old.length)) this.#append(row);
    this.#log = rows;
  }

  #append(row: Row): void {
    this.#context.note(
      `log ${String(row['position'])}: ${String(row['type'])} ${String(row['id'])} of ${String(row['entityId'])} by ${String(row['deviceId'])} ${String(row['sequence'])}`,
    );
    const { violated, counters, timeline } = this.#context;
    const { id, position, version, entityId, parentVersion, lost, clock, occurredAt } = row;
    const name = `${String(row['type'])} at ${String(position)}`;
    if (this.#inLog.has(id as string)) violated('S2', `${name} is in the log twice`);
    if (position !== this.#inLog.size + 1) violated('S4', `${name} follows ${this.#inLog.size}`);
    const before = [...this.#inLog.values()].filter((other) => other['entityId'] === entityId);
    if (version !== before.length + 1) violated('S6', `${name} makes version ${String(version)}`);
    if ((parentVersion as number) >= (version as number)) violated('S6', `${name} has seen a later version`);
    if (Date.parse((clock as string).slice(0, 24)) > timeline.now() + 300_000) {
      violated('M7', `${name} counts as made in the future`);
    }
    this.#inLog.set(id as string, row);
    if (Object.keys(lost as object).length > 0) counters.count('lost write');
    if (clock !== occurredAt) counters.count('clock clamped');
    const [session] = this.#cluster.database.device.select({ id: row['deviceId'] });
    const revokedAt = session?.['revokedAt'] as Date | null | undefined;
    if (revokedAt && timeline.now() - revokedAt.getTime() > BELIEVED) violated('S12', `${name} is of a revoked device`);
    this.#checkOrder(row, name);
    const wrong = this.#decisions.check(row);
    if (wrong) violated('M3', `${name}: ${wrong}`);
  }

  /** A device's events come as they were made; only what waits for a rejected one may come after it [S5]. */
  #checkOrder(row: Row, name: string): void {
    const { deviceId, sequence, occurredAt } = row;
    const last = this.#last.get(deviceId);
    this.#last.set(deviceId, row);
    const isTold = this.#cluster.database.receipt.select({ deviceId, status: 'REJECTED' }).length > 0;
    if (!last || isTold || !this.isWhole) return;
    if ((sequence as number) <= (last['sequence'] as number)) {
      this.#context.violated('S5', `${name}, sequence ${String(sequence)}, follows ${String(last['sequence'])}`);
    }
    const time = (reading: unknown) => Date.parse((reading as string).slice(0, 24));
    const isSetBack = time(last['occurredAt']) - time(occurredAt) > CLOCK_MEMORY;
    if ((occurredAt as string) <= (last['occurredAt'] as string) && !isSetBack) {
      const told = `${String(occurredAt)} (${String(sequence)}) follows ${String(last['occurredAt'])} (${String(last['sequence'])})`;
      this.#context.violated('S5', `${name}, made at ${told}`);
    }
  }

  /** Events of the entity that this device holds and the log does not have. */
  openOn(device: Device, entityId: string): number {
    let count = 0;
    for (const [id, open] of this.#open) {
      if (open.device === device && !this.#inLog.has(id) && Object.values(open.entry.input).includes(entityId))
        count += 1;
    }
    return count;
  }
}

import type { OutboxEntry } from '@cairn/client';
import { canonicalJson, CLOCK_MEMORY } from '@cairn/domain';
import type { Row } from '@cairn/api/testing';
import type { Cluster } from './cluster.ts';
import { Decisions } from './decisions.ts';
import type { Device } from './device.ts';
import type { Disk } from './disk.ts';
import type { Owner } from './privacy.ts';
import type { Tab } from './tab.ts';
import type { WorldContext } from './world-context.ts';

/** So long after its end a session may still be believed, and a request be under way. Milliseconds. */
const BELIEVED = 6_000;

/** An event that has been durable on a device, and is not in the log yet. */
interface Open {
  readonly device: Device;
  readonly entry: OutboxEntry;
}

/** Keeps account of every event of one account from the moment it is durable somewhere: where is it now [S3]? */
export class Ledger {
  readonly #context: WorldContext;
  readonly #cluster: Cluster;
  readonly #owner: Owner;
  readonly #open = new Map<string, Open>();
  readonly #known = new Set<string>();
  /** The device's clock when the event was first on its disk, by event id. Milliseconds. */
  readonly #clockAt = new Map<string, number>();
  /** All that was ever on a disk, by event id. */
  readonly #made = new Map<string, { readonly device: Device; readonly entry: OutboxEntry }>();
  readonly #inLog = new Map<string, Row>();
  /** Given up by the person, or by a person who wrote it anew. */
  readonly #letGo = new Set<string>();
  readonly #revisions = new Map<Disk, number>();
  #log: readonly Row[] = [];
  #decisions = new Decisions();
  /** Every word that somebody was told is saved, by note. */
  readonly words = new Map<string, string[]>();
  /** Events that were in the log, and came after the backup that was restored. */
  readonly #unwound = new Set<string>();
  /** Those of them that a device can give back, by event id. */
  readonly #owed = new Map<string, { readonly device: Device; readonly row: Row }>();
  /** The last event of each device in the log. */
  readonly #last = new Map<unknown, Row>();

  /** Devices that have written without a disk. */
  readonly #countsAnew = new Set<unknown>();
  /** Devices that asked a server which may put off some of their events. */
  readonly #passedOver = new Set<unknown>();

  constructor(context: WorldContext, cluster: Cluster, owner: Owner) {
    this.#context = context;
    this.#cluster = cluster;
    this.#owner = owner;
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
    const { device, disk, account } = tab;
    this.#context.note(`${device.name}: saved ${what} ${eventId}`);
    // Told in the moment in which the account leaves.
    if (device.leaving?.account === account || device.session?.account !== account) return;
    if (tab.isInMemory) return;
    tab.saved.add(eventId);
    const isOnDisk = [...disk.outbox.entries.values()].some(({ input }) => input.event.id === eventId);
    const isInLog = this.#rows('event').some(({ id }) => id === eventId);
    if (!isOnDisk && !isInLog) this.#context.violated('S13', `${what} was said to be saved and is nowhere`);
  }

  /** The status says so: nothing is on the disk, and the device counts anew, beside the tabs that have one. */
  keepsNothing({ session }: Tab): void {
    this.#context.counters.count('working from memory');
    this.#countsAnew.add(session.deviceId);
  }

  typed({ isInMemory }: Tab, noteId: string, word: string): void {
    if (isInMemory) return;
    const words = this.words.get(noteId) ?? [];
    this.words.set(noteId, words);
    words.push(word);
  }

  letGo(eventId: string): void {
    this.#letGo.add(eventId);
  }

  /** All that only this device has: its person has signed out, or its storage was taken away. */
  giveUp(device: Device): void {
    for (const [id, open] of this.#open) if (open.device === device) this.#letGo.add(id);
    for (const [id, owed] of this.#owed) if (owed.device === device) this.#owed.delete(id);
  }

  /** The server may put off an event of the device: it then comes later than what was written since. */
  mayBePassedOver(deviceId: string): void {
    this.#passedOver.add(deviceId);
  }

  /** A backup was restored: what came after it is no longer anywhere but on devices that still hold it. */
  unwind(devices: readonly Device[]): void {
    const rows = this.#rows('event');
    const kept = new Set(rows);
    for (const [id, row] of this.#inLog) {
      if (kept.has(row)) continue;
      this.#inLog.delete(id);
      this.#unwound.add(id);
      for (const device of devices) {
        // An answer that was on its way says what was so, and is believed until the device hears of the restore.
        for (const tab of device.tabs) tab.saved.delete(id);
        const disk = device.disks.get(this.#owner.id);
        if (disk && [...disk.sent].some((text) => text.includes(id))) this.#owed.set(id, { device, row });
      }
    }
    this.#log = rows;
    this.#decisions = new Decisions();
    for (const row of rows) this.#decisions.check(row);
  }

  /** Of what a restored server has lost and a device still had, what is not there again although its entity is. */
  get notGivenBack(): string | undefined {
    for (const [id, { device, row }] of this.#stillOwed()) {
      return `${device.name} has not given back ${String(row['type'])} ${id}`;
    }
    return undefined;
  }

  /** Whether the device has something to give back. It cannot while it is another one's. */
  isOwedBy(device: Device): boolean {
    return this.#stillOwed().some(([, owed]) => owed.device === device);
  }

  #stillOwed() {
    if (this.#owed.size === 0) return [];
    const known = new Set(this.#log.map(({ entityId }) => entityId));
    return [...this.#owed].filter(([id, { row }]) => {
      const isRefused = this.#rows('receipt').some((told) => told['eventId'] === id && told['status'] === 'REJECTED');
      const isExcused = isRefused || this.#letGo.has(id) || this.#countsAnew.has(row['deviceId']);
      return !this.#inLog.has(id) && !isExcused && known.has(row['entityId']);
    });
  }

  get givenBack(): number {
    return [...this.#owed.keys()].filter((id) => this.#inLog.has(id)).length;
  }

  /** After each step. @throws Violation */
  check(devices: readonly Device[]): void {
    this.#checkLog();
    for (const device of devices) {
      const disk = device.disks.get(this.#owner.id);
      if (!disk || this.#revisions.get(disk) === disk.revision) continue;
      this.#revisions.set(disk, disk.revision);
      this.#checkDisk(device, disk);
    }
  }

  #rows(table: 'event' | 'receipt' | 'device'): readonly Row[] {
    return this.#cluster.database.rows(table, this.#owner.id);
  }

  #checkDisk(device: Device, disk: Disk): void {
    const entries = [...disk.outbox.entries.values()];
    // What is written while the account leaves goes with it.
    const isLeaving = device.leaving?.account.id === this.#owner.id;
    const hasLeft = device.session?.account.id !== this.#owner.id && disk.isEmpty;
    if (isLeaving || hasLeft) this.giveUp(device);
    const held = new Set<string>();
    for (const entry of entries) {
      const { id } = entry.input.event;
      held.add(id);
      if (entry.rejection?.code === 'EVENT_ID_REUSED') {
        this.#context.violated('S2', `${device.name} has sent ${entry.mutation} ${entry.sequence} with another body`);
      }
      // As it is now: a draft is amended.
      if (!this.#known.has(id) || this.#open.has(id)) this.#open.set(id, { device, entry });
      this.#made.set(id, { device, entry });
      if (!this.#known.has(id)) this.#clockAt.set(id, device.clock.now());
      this.#known.add(id);
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
    const receipt = this.#rows('receipt').find(({ eventId }) => eventId === id);
    const body = ({ mutation, input: { event: _, ...payload } }: OutboxEntry) => canonicalJson({ mutation, payload });
    return (
      receipt?.['status'] === 'REJECTED' &&
      entries.some((other) => other.sequence > entry.sequence && body(other) === body(entry))
    );
  }

  #checkLog(): void {
    const rows = this.#rows('event');
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
    if (!this.#known.has(id as string) && !this.#countsAnew.has(row['deviceId']))
      violated('S10', `${name} was never on a device of this account`);
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
    const session = this.#rows('device').find((device) => device['id'] === row['deviceId']);
    const revokedAt = session?.['revokedAt'] as Date | null | undefined;
    if (revokedAt && timeline.now() - revokedAt.getTime() > BELIEVED) violated('S12', `${name} is of a revoked device`);
    this.#checkOrder(row, name);
    const wrong = this.#decisions.check(row);
    if (wrong) violated('M3', `${name}: ${wrong}`);
  }

  /** A device's events come as they were made; only what waits for a rejected one may come after it [S5]. */
  #checkOrder(row: Row, name: string): void {
    const { deviceId, sequence, occurredAt, entityId } = row;
    // Of what a server did not know yet, only what happens to the same entity waits with it.
    const key = this.#passedOver.has(deviceId) ? `${String(deviceId)} ${String(entityId)}` : deviceId;
    const last = this.#last.get(key);
    const time = (reading: unknown) => Date.parse((reading as string).slice(0, 24));
    // The reading may be later than the device's clock was, from what it has seen of others; its id tells of the clock,
    // but of a moment before, and the clock may have been put right in between, as the disk tells.
    const id = row['id'] as string;
    const madeAt = Math.min(
      parseInt(id.replace('-', '').slice(0, 12), 16),
      time(occurredAt),
      this.#clockAt.get(id) ?? Infinity,
    );
    const isSetBack = (from: Row | undefined) => from && time(from['occurredAt']) - madeAt > CLOCK_MEMORY;
    // From here on its readings begin anew, whatever it happens to.
    const isAnew = isSetBack(this.#last.get(deviceId));
    if (isAnew)
      for (const known of this.#last.keys()) if (String(known).startsWith(String(deviceId))) this.#last.delete(known);
    this.#last.set(deviceId, row).set(`${String(deviceId)} ${String(entityId)}`, row);
    const isTold = this.#rows('receipt').some((told) => told['deviceId'] === deviceId && told['status'] === 'REJECTED');
    if (!last || isTold || !this.isWhole || this.#countsAnew.has(deviceId)) return;
    if ((sequence as number) <= (last['sequence'] as number)) {
      this.#context.violated('S5', `${name}, sequence ${String(sequence)}, follows ${String(last['sequence'])}`);
    }
    if ((occurredAt as string) <= (last['occurredAt'] as string) && !isAnew && !isSetBack(last)) {
      const told = `${String(occurredAt)} (${String(sequence)}) follows ${String(last['occurredAt'])} (${String(last['sequence'])})`;
      this.#context.violated('S5', `${name}, made at ${told}`);
    }
  }

  /** Whether the device was told that an event of its that names the entity is rejected. */
  isRefused(device: Device, entityId: string): boolean {
    const told = this.#rows('receipt').filter(({ status }) => status === 'REJECTED');
    const refused = new Set(told.map(({ eventId }) => eventId));
    return [...this.#made].some(
      ([id, made]) => made.device === device && refused.has(id) && Object.values(made.entry.input).includes(entityId),
    );
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

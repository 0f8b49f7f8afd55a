import { projections, rebuild } from '@cairn/api';
import { canonicalJson, registry, type Entity, type EntityRef, type Json } from '@cairn/domain';
import { forAccount, type Prisma } from '@cairn/prisma';
import { markdownFrom } from '@cairn/text';
import { madeTwice, oracle, type OracleEvent } from '../oracle.ts';
import type { JournalLine } from './journal.ts';
import type { Ring, RingDevice } from './ring.ts';

type Event = Prisma.EventGetPayload<object>;
type Row = Readonly<Record<string, Json>> & { readonly id: string; readonly version: number };

interface Stored {
  readonly type: string;
  readonly row: Row;
}

/** Of one device; what is wrong once is often wrong a hundred times. */
const TOLD = 12;

/** Why the ring is not quiet yet: an outbox that still holds something, or a device that has not got everything. */
export async function unrest(ring: Ring): Promise<string | undefined> {
  for (const { name, process } of ring.devices) {
    const { pending, parked, road, caughtUp, lastError, retryAt } = await process.calls.status();
    const state = `${road}, ${lastError ?? 'no error'}${retryAt ? `, again at ${retryAt}` : ''}`;
    if (pending > 0) return `${name} holds ${pending} (${parked} parked; ${state})`;
    if (!caughtUp) return `${name} has not caught up (${state})`;
  }
  for (const accountId of ring.accountIds) {
    const stored = await projectionsOf(ring, accountId);
    for (const { name, process } of ring.devicesOf(accountId)) {
      const shown = await process.calls.entities(stored.map(refOf));
      const behind = stored.find(({ row }, index) => shown[index]?.version !== row.version);
      if (behind) return `${name} has not got ${behind.type} ${behind.row.id} at version ${behind.row.version}`;
    }
  }
  return undefined;
}

/** Seconds until the ring was quiet. @throws when it is not within `seconds` */
export async function quiet(ring: Ring, seconds: number): Promise<number> {
  const started = performance.now();
  const passed = () => (performance.now() - started) / 1_000;
  for (;;) {
    const why = await unrest(ring);
    if (why === undefined) return passed();
    if (passed() > seconds) throw new Error(`not quiet after ${seconds} seconds: ${why}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

export interface VerdictOptions {
  /**
   * A backup was restored: what devices offer again waits for what it builds on, so that only the events of one device on
   * one entity keep their order.
   */
  readonly isRestored?: boolean;
}

/**
 * The one rejection that may come about: a conflict was settled that the device foresaw, and the server then had none,
 * because somebody else had chosen another policy meanwhile, or written in another order. It waits for the person.
 */
const MAY_PARK = 'CONFLICT_UNKNOWN';

/** What is wrong with the ring once it is quiet; empty when all is well. */
export async function verdict(ring: Ring, { isRestored = false }: VerdictOptions = {}): Promise<string[]> {
  const wrong: string[] = [];
  for (const accountId of ring.accountIds) {
    const { prisma } = await ring.database();
    const events = await forAccount(prisma, accountId).event.findMany({
      where: { accountId },
      orderBy: { position: 'asc' },
    });
    const stored = await projectionsOf(ring, accountId);
    const log = events as unknown as readonly OracleEvent[];
    const again = madeTwice(log);
    if (again !== undefined) wrong.push(`[M11] the round ${again} was made a second time`);
    const told = oracle(log);
    wrong.push(...logFaults(events, isRestored), ...oracleFaults(told, stored));
    const { differing } = await rebuild(prisma, registry, projections, accountId);
    if (differing.length > 0) wrong.push(`[S7] a rebuild differs in ${differing.join(', ')}`);
    for (const device of ring.devicesOf(accountId)) {
      const journal = device.process.journal();
      const parkedEvents = await device.process.calls.parked();
      const strange = parkedEvents.filter(({ code }) => code !== MAY_PARK);
      wrong.push(...strange.map((event) => `${device.name}: parked: ${JSON.stringify(event)}`));
      const parked = new Set(parkedEvents.map(({ input }) => input.event.id));
      const found = [
        ...journalFaults(journal, events, parked),
        ...wordFaults(journal, told),
        ...(await deviceFaults(device, stored)),
      ];
      wrong.push(...found.slice(0, TOLD).map((fault) => `${device.name}: ${fault}`));
      if (found.length > TOLD) wrong.push(`${device.name}: ${found.length - TOLD} more`);
    }
  }
  return wrong;
}

/** Positions and versions without a gap; each device's events in its order. */
function logFaults(events: readonly Event[], isRestored: boolean): string[] {
  const wrong: string[] = [];
  const gap = events.findIndex(({ position }, index) => position !== index + 1);
  if (gap >= 0) wrong.push(`[S4] position ${events[gap]!.position} stands where ${gap + 1} should`);
  const versions = new Map<string, number>();
  const sequences = new Map<string, number>();
  for (const { entityId, version, deviceId, sequence, position, id } of events) {
    const next = (versions.get(entityId) ?? 0) + 1;
    if (version !== next) wrong.push(`[S6] ${id} is version ${version} of ${entityId}, not ${next}`);
    versions.set(entityId, version);
    const order = isRestored ? `${deviceId} ${entityId}` : deviceId;
    if (sequence <= (sequences.get(order) ?? 0)) {
      wrong.push(`[S5] sequence ${sequence} of ${order} comes at ${position}, after ${sequences.get(order)}`);
    }
    sequences.set(order, sequence);
  }
  return wrong;
}

/** What was durable is in the log once, and where the server said; or waits for the person. */
function journalFaults(
  journal: readonly JournalLine[],
  events: readonly Event[],
  parked: ReadonlySet<string>,
): string[] {
  const wrong: string[] = [];
  const positions = new Map<string, number[]>();
  for (const { id, position } of events) positions.set(id, [...(positions.get(id) ?? []), position]);
  const epoch = journal.findLast((line) => line.kind === 'receipt')?.epoch;
  for (const line of journal) {
    if (line.kind === 'failed') wrong.push(line.what);
    if (line.kind === 'saved') {
      const times = positions.get(line.id)?.length ?? 0;
      if (times !== (parked.has(line.id) ? 0 : 1)) {
        wrong.push(
          `[S2] [S3] ${line.mutation} ${line.id} (${line.sequence}) was saved, and is in the log ${times} times`,
        );
      }
    }
    // A log that began anew gives its positions anew.
    if (line.kind === 'receipt' && line.position !== null && line.epoch === epoch) {
      const at = positions.get(line.id)?.[0];
      if (at !== line.position) wrong.push(`[S1] ${line.id} was committed at ${line.position}, and is at ${at}`);
    }
    if (line.kind === 'receipt' && line.status === 'REJECTED' && !parked.has(line.id)) {
      wrong.push(`[S3] ${line.id} was rejected (${line.code}), and nobody is told`);
    }
  }
  return wrong;
}

/** Every word that somebody was told is saved is in its note. */
function wordFaults(journal: readonly JournalLine[], told: ReturnType<typeof oracle>): string[] {
  return journal.flatMap((line) => {
    if (line.kind !== 'word') return [];
    const words = String(told.get(line.noteId)?.body).split(/\s+/);
    return words.filter((word) => word === line.word).length === 1 ? [] : [`[M9] ${line.word} is not in its note once`];
  });
}

function oracleFaults(told: ReturnType<typeof oracle>, stored: readonly Stored[]): string[] {
  const wrong = told.size === stored.length ? [] : [`[S7] ${stored.length} rows, and the log tells of ${told.size}`];
  for (const { type, row } of stored) {
    for (const [name, value] of Object.entries(row)) {
      const fields = told.get(row.id) ?? {};
      if (name === 'updates' || !(name in fields)) continue;
      const expected = canonicalJson(fields[name] as Json);
      if (canonicalJson(value) !== expected) {
        wrong.push(`[S7] ${type} ${row.id}: ${name} is ${canonicalJson(value)}, by the log ${expected}`);
      }
    }
  }
  return wrong;
}

/** What the device shows is what is stored, and nothing besides. */
async function deviceFaults({ process }: RingDevice, stored: readonly Stored[]): Promise<string[]> {
  const shown = await process.calls.entities(stored.map(refOf));
  const known = new Set(stored.map(({ row }) => row.id));
  const wrong = (await process.calls.ids()).filter((id) => !known.has(id)).map((id) => `[S9] shows ${id} too`);
  stored.forEach(({ type, row }, index) => {
    const difference = differenceOf(shown[index] ?? undefined, row);
    if (difference) wrong.push(`[S9] ${type} ${row.id}: ${difference}`);
  });
  return wrong;
}

/** Of a text only the result counts: the server compacts its updates. */
function differenceOf(entity: Entity | undefined, row: Row): string | undefined {
  if (!entity) return 'is not there';
  for (const [name, value] of Object.entries(entity.fields)) {
    const isText = name === 'updates';
    const own = isText ? markdownFrom(value as string[]) : canonicalJson(value);
    const other = isText ? row['body'] : canonicalJson(row[name]!);
    if (own !== other) return `${name} is ${own}, in the table ${String(other)}`;
  }
  const { writers, conflicts, seen } = entity;
  const own = canonicalJson([writers, conflicts, seen] as unknown as Json);
  const other = canonicalJson([row['writers']!, row['conflicts']!, row['seen']!]);
  return own === other ? undefined : `writers, conflicts and clocks are ${own}, in the table ${other}`;
}

async function projectionsOf(ring: Ring, accountId: string): Promise<Stored[]> {
  const prisma = forAccount((await ring.database()).prisma, accountId);
  const where = { where: { accountId } };
  const tables = {
    List: await prisma.list.findMany(where),
    Task: await prisma.task.findMany(where),
    Note: await prisma.note.findMany(where),
    Settings: await prisma.settings.findMany(where),
  };
  return Object.entries(tables).flatMap(([type, rows]) => rows.map((row) => ({ type, row: row as unknown as Row })));
}

function refOf({ type, row: { id } }: Stored): EntityRef {
  return { type, id };
}

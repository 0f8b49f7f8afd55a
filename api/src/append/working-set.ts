import {
  effectiveClock,
  entityKey,
  merge,
  Refusal,
  type ClockReading,
  type Entity,
  type Json,
  type MergedField,
  type Registry,
} from '@cairn/domain';
import { fromRow, toRow, type EntityRow, type Projection } from '../entity/projection.ts';
import type { AppendedEvent, ReceiptRecord } from './append-records.ts';
import { baseKey, type BaseRequest } from './base-request.ts';
import { canBeRemembered, type EventBody } from './event-body.ts';
import { flatMerged } from './merged-field-type.ts';
import { completed } from './open-stamp.ts';
import type { Principal } from './principal.ts';
import type { Receipt } from './receipt-type.ts';

const MESSAGE_LIMIT = 300;

/** What its event's row tells beside a remembered answer. */
interface Told {
  readonly clamped: boolean;
  readonly merged: readonly MergedField[];
}

export type StoredReceipt = ReceiptRecord & Told;

const NOTHING: Told = { clamped: false, merged: [] };

/** What a batch has read, and what it is going to write: each event sees those before it. */
export class WorkingSet {
  readonly events: AppendedEvent[] = [];
  /** Receipts of what made no event. */
  readonly refused: ReceiptRecord[] = [];
  /** Bases that were asked for and have not been read: while there is one, nothing here is decided. */
  readonly missingBases: BaseRequest[] = [];
  readonly #epoch: string;
  readonly #registry: Registry;
  readonly #projections: ReadonlyMap<string, Projection>;
  readonly #now: number;
  readonly #maxEvents: number;
  readonly #stored: ReadonlyMap<string, EntityRow>;
  readonly #entities: Map<string, Entity>;
  readonly #changed = new Set<string>();
  readonly #bases: ReadonlyMap<string, Json | undefined>;
  readonly #known: Map<string, StoredReceipt>;
  /** Those of `events`, by id. */
  readonly #taken = new Map<string, AppendedEvent>();
  readonly #rows = new Map<string, EntityRow>();
  #position: number;
  /** The last reading that a stamp without one was given. */
  #lastGiven: ClockReading | undefined;

  constructor(
    registry: Registry,
    projections: readonly Projection[],
    read: {
      readonly epoch: string;
      readonly position: number;
      readonly receipts: readonly StoredReceipt[];
      readonly entities: readonly EntityRow[];
      /** By `baseKey`, those read already; undefined where the log holds none. */
      readonly bases: ReadonlyMap<string, Json | undefined>;
    },
    now: number,
    maxEvents = Infinity,
  ) {
    this.#epoch = read.epoch;
    this.#registry = registry;
    this.#projections = new Map(projections.map((projection) => [projection.type, projection]));
    this.#now = now;
    this.#maxEvents = maxEvents;
    this.#position = read.position;
    this.#bases = read.bases;
    this.#stored = new Map(read.entities.map((row) => [entityKey({ type: row.__typename, id: row.id }), row]));
    this.#entities = new Map(
      [...this.#stored].map(([key, row]) => [key, fromRow(this.#projections.get(row.__typename)!, row)]),
    );
    this.#known = new Map(read.receipts.map((receipt) => [receipt.eventId, receipt]));
  }

  /** Rows to be written. */
  get changed(): EntityRow[] {
    return [...this.#changed].map((key) => this.row(key)!);
  }

  /** By `entityKey`, as it is when the batch is done; made once, since what is derived may be costly. */
  row(key: string): EntityRow | undefined {
    if (!this.#changed.has(key)) return this.#stored.get(key);
    let row = this.#rows.get(key);
    if (!row) {
      const entity = this.#entities.get(key)!;
      row = toRow(this.#projections.get(entity.type)!, entity, this.#stored.get(key));
      this.#rows.set(key, row);
    }
    return row;
  }

  /** The receipt, but for the entity: what becomes of that is known when the batch is done. */
  append(body: EventBody, principal: Principal): Receipt {
    const known = body.eventId === null ? undefined : this.#receiptOf(body.eventId);
    if (known) {
      if (known.bodyHash === body.hash) return this.#answer(known, known, true);
      return this.#reject(
        body,
        principal,
        new Refusal('EVENT_ID_REUSED', 'this event id came with another body before'),
      );
    }
    try {
      // Before anything else: what builds on an event that did not fit must wait as that one does, not be rejected.
      if (this.#position >= this.#maxEvents) {
        throw new Refusal('QUOTA_EXCEEDED', `an account holds at most ${this.#maxEvents} events`);
      }
      return this.#accept(body, principal);
    } catch (error) {
      if (!Refusal.is(error)) throw error;
      return this.#reject(body, principal, error);
    }
  }

  /** @throws Refusal, and then nothing has changed */
  #accept(body: EventBody, { accountId, deviceId, strict }: Principal): Receipt {
    const { entity: ref, leftOut } = body;
    if (!body.event || !ref) throw body.refusal ?? new Error('neither event nor refusal');
    const position = this.#position + 1;
    const key = entityKey(ref);
    const current = this.#entities.get(key);
    const turn = { device: deviceId, position, entity: current, last: this.#lastGiven, now: this.#now };
    const event = completed(body.event, leftOut, turn);
    const { stamp } = event;
    const clock = effectiveClock(stamp.occurredAt, this.#now);
    const { status, entity, applied, before, lost, conflicts, merged } = merge(this.#registry, current, event, {
      account: accountId,
      device: deviceId,
      strict,
      clock,
      position,
      // Made here: kept in a member, it lets every set of a batch outlive the collections of young garbage.
      exists: (other) => this.#entities.has(entityKey(other)),
      settings: this.#entities.get(entityKey(this.#registry.settingsOf(accountId))),
      base: (field) => this.#base({ ...ref, field, version: stamp.parentVersion, device: strict ? null : deviceId }),
    });
    const { derivation } = this.#projections.get(ref.type)!;
    derivation?.check(current, entity);
    this.#position = position;
    if (leftOut.includes('occurredAt')) this.#lastGiven = stamp.occurredAt;
    this.#entities.set(key, derivation?.compact(entity) ?? entity);
    this.#changed.add(key);
    this.#rows.delete(key);
    const appended: AppendedEvent = {
      position,
      id: stamp.id,
      entityType: ref.type,
      entityId: ref.id,
      version: entity.version,
      type: event.type,
      schema: stamp.schema ?? 1,
      deviceId,
      sequence: stamp.sequence,
      parentVersion: stamp.parentVersion,
      occurredAt: stamp.occurredAt,
      clock,
      asked: body.asked,
      applied,
      before,
      lost,
      conflicts,
      merged,
      status,
      bodyHash: body.hash,
    };
    this.events.push(appended);
    this.#taken.set(appended.id, appended);
    return this.#answer(receiptOf(appended), toldBy(appended), false);
  }

  #receiptOf(eventId: string): StoredReceipt | undefined {
    const taken = this.#taken.get(eventId);
    return taken ? { ...receiptOf(taken), ...toldBy(taken) } : this.#known.get(eventId);
  }

  /** As its writer asked for it itself last, in this batch or in the log; else as it was before any write since. */
  #base(request: BaseRequest): Json {
    const { type, id, field, version, device } = request;
    const since = this.events.filter(
      (event) =>
        event.entityId === id &&
        event.entityType === type &&
        event.version > version &&
        Object.hasOwn(event.applied, field),
    );
    const own = since.findLast((event) => event.deviceId === device);
    if (own) return (Object.hasOwn(own.lost, field) ? own.lost : own.applied)[field]!;
    if (version < (this.#stored.get(entityKey(request))?.version ?? 0)) {
      const key = baseKey(request);
      if (!this.#bases.has(key)) {
        this.missingBases.push(request);
        return null;
      }
      const base = this.#bases.get(key);
      if (base !== undefined) return base;
    }
    return since[0]?.before[field] ?? null;
  }

  #reject(body: EventBody, { deviceId }: Principal, { code, message }: Refusal): Receipt {
    const record = {
      eventId: body.eventId,
      bodyHash: body.hash,
      status: 'REJECTED',
      code,
      message: storable(message),
      entityType: body.entity?.type ?? null,
      entityId: body.entity?.id ?? null,
      version: null,
      position: null,
      deviceId,
    } as const;
    if (canBeRemembered(body, code) && !this.#receiptOf(body.eventId!)) {
      const receipt = { ...record, eventId: body.eventId! };
      this.refused.push(receipt);
      this.#known.set(receipt.eventId, { ...receipt, ...NOTHING });
    }
    return this.#answer(record, NOTHING, false);
  }

  #answer(
    record: Omit<ReceiptRecord, 'eventId'> & { readonly eventId: string | null },
    { clamped, merged }: Told,
    resent: boolean,
  ): Receipt {
    const { eventId, status, code, message, entityType, entityId, version, position } = record;
    return {
      eventId,
      status,
      code,
      message,
      entityType,
      entityId,
      version,
      position,
      resent,
      clockClamped: clamped,
      merged: flatMerged(merged),
      epoch: this.#epoch,
      entity: null,
    };
  }
}

function receiptOf({ id, bodyHash, status, entityType, entityId, version, position, deviceId }: AppendedEvent) {
  return {
    eventId: id,
    bodyHash,
    status,
    code: null,
    message: null,
    entityType,
    entityId,
    version,
    position,
    deviceId,
  } satisfies ReceiptRecord;
}

function toldBy({ clock, occurredAt, merged }: AppendedEvent): Told {
  return { clamped: clock !== occurredAt, merged };
}

/** A refusal may quote what it refuses, and PostgreSQL stores neither NUL nor half a surrogate pair. */
function storable(message: string): string {
  return Buffer.from(message.slice(0, MESSAGE_LIMIT)).toString().replaceAll('\u0000', '\uFFFD');
}

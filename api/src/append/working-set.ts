import { effectiveClock, entityKey, merge, Refusal, type Entity, type EntityRef, type Registry } from '@cairn/domain';
import type { EventRecord, ReceiptRecord } from './append-records.ts';
import { canBeRemembered, type EventBody } from './event-body.ts';
import type { Principal } from './principal.ts';
import type { Receipt } from './receipt-type.ts';

const MESSAGE_LIMIT = 300;

/** A remembered answer, and whether its event's clock was clamped. */
export type StoredReceipt = ReceiptRecord & { readonly clamped: boolean };

/** A receipt to which the entity is added when the batch is done. */
type Answer = Omit<Receipt, 'entity'>;

/** What a batch has read, and what it is going to write: each event sees those before it. */
export class WorkingSet {
  readonly events: EventRecord[] = [];
  readonly receipts: ReceiptRecord[] = [];
  readonly #registry: Registry;
  readonly #now: number;
  readonly #entities: Map<string, Entity>;
  readonly #changed = new Set<string>();
  readonly #known: Map<string, StoredReceipt>;
  #position: number;

  constructor(
    registry: Registry,
    read: {
      readonly position: number;
      readonly receipts: readonly StoredReceipt[];
      readonly entities: readonly Entity[];
    },
    now: number,
  ) {
    this.#registry = registry;
    this.#now = now;
    this.#position = read.position;
    this.#entities = new Map(read.entities.map((entity) => [entityKey(entity), entity]));
    this.#known = new Map(read.receipts.map((receipt) => [receipt.eventId, receipt]));
  }

  /** Entities to be written. */
  get changed(): Entity[] {
    return [...this.#changed].map((key) => this.#entities.get(key)!);
  }

  entity(ref: EntityRef): Entity | undefined {
    return this.#entities.get(entityKey(ref));
  }

  append(body: EventBody, principal: Principal): Answer {
    const known = body.eventId === null ? undefined : this.#known.get(body.eventId);
    if (known) {
      if (known.bodyHash === body.hash) return answer(known, known.clamped, true);
      return this.#reject(
        body,
        principal,
        new Refusal('EVENT_ID_REUSED', 'this event id came with another body before'),
      );
    }
    try {
      return this.#accept(body, principal);
    } catch (error) {
      if (!Refusal.is(error)) throw error;
      return this.#reject(body, principal, error);
    }
  }

  /** @throws Refusal, and then nothing has changed */
  #accept(body: EventBody, { deviceId, strict }: Principal): Answer {
    const { event, entity: ref } = body;
    if (!event || !ref) throw body.refusal ?? new Error('neither event nor refusal');
    const { stamp } = event;
    const clock = effectiveClock(stamp.occurredAt, this.#now);
    const position = this.#position + 1;
    const { status, entity, applied, before, lost } = merge(this.#registry, this.entity(ref), event, {
      device: deviceId,
      strict,
      clock,
      position,
      exists: (other) => this.#entities.has(entityKey(other)),
    });
    this.#position = position;
    this.#entities.set(entityKey(ref), entity);
    this.#changed.add(entityKey(ref));
    this.events.push({
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
    });
    const record: ReceiptRecord = {
      eventId: stamp.id,
      bodyHash: body.hash,
      status,
      code: null,
      message: null,
      entityType: ref.type,
      entityId: ref.id,
      version: entity.version,
      position,
      deviceId,
    };
    this.#remember(record, clock !== stamp.occurredAt);
    return answer(record, clock !== stamp.occurredAt, false);
  }

  #reject(body: EventBody, { deviceId }: Principal, { code, message }: Refusal): Answer {
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
    if (canBeRemembered(body, code) && !this.#known.has(body.eventId!)) {
      this.#remember({ ...record, eventId: body.eventId! }, false);
    }
    return answer(record, false, false);
  }

  #remember(record: ReceiptRecord, clamped: boolean): void {
    this.receipts.push(record);
    this.#known.set(record.eventId, { ...record, clamped });
  }
}

function answer(
  record: Omit<ReceiptRecord, 'eventId'> & { eventId: string | null },
  clamped: boolean,
  resent: boolean,
): Answer {
  const { eventId, status, code, message, entityType, entityId, version, position } = record;
  return { eventId, status, code, message, entityType, entityId, version, position, resent, clockClamped: clamped };
}

/** A refusal may quote what it refuses, and PostgreSQL stores neither NUL nor half a surrogate pair. */
function storable(message: string): string {
  return Buffer.from(message.slice(0, MESSAGE_LIMIT)).toString().replaceAll('\u0000', '\uFFFD');
}

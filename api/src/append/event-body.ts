import { hash as hashOf } from 'node:crypto';
import {
  canonicalJson,
  isUuid,
  Refusal,
  type DomainEvent,
  type EntityRef,
  type Json,
  type Registry,
} from '@cairn/domain';
import type { AppendItem } from './append-item.ts';
import { sizeOf } from './json-size.ts';
import { leftOutOf, withPlaceholders, type LeftOut } from './open-stamp.ts';

const ECHO_LIMIT = 100;

/** An item read as far as it can be without the database. */
export interface EventBody {
  /** As it was given, when it is text of a sensible length; only a UUID can be remembered. */
  readonly eventId: string | null;
  readonly hash: string;
  /** What was asked, as it was sent, without the stamp. */
  readonly asked: Readonly<Record<string, Json>>;
  readonly event: DomainEvent | undefined;
  /** What of its stamp is the server's to say, once its turn has come. */
  readonly leftOut: readonly LeftOut[];
  readonly entity: EntityRef | undefined;
  /** Other entities it speaks of. */
  readonly references: readonly EntityRef[];
  /** Why it is no event, when it is none. */
  readonly refusal: Refusal | undefined;
}

/** @param isStrict whether its writer has no outbox, and may leave to the server what only an outbox knows better */
export function readBody(registry: Registry, item: AppendItem, isStrict = false): EventBody {
  const { mutation, input, misfit } = item;
  const given = isObject(input) ? input : {};
  const stamp = isObject(given['event']) ? given['event'] : {};
  const id = stamp['id'];
  const eventId = typeof id === 'string' && id.length <= ECHO_LIMIT ? id : null;
  if (sizeOf(input) === Infinity) {
    return refused(
      null,
      '',
      new Refusal('VALUE_INVALID', 'input is nested too deeply, or has too many members', 'input'),
    );
  }
  const hash = hashOf('sha256', canonicalJson({ mutation, input }), 'base64url');
  try {
    if (mutation === '') throw new Refusal('VALUE_INVALID', misfit ?? 'an event has exactly one name');
    const leftOut = isStrict && isObject(given['event']) ? leftOutOf(stamp) : [];
    const whole = leftOut.length > 0 ? { ...given, event: withPlaceholders(stamp, leftOut) } : input;
    const event = registry.parse(mutation, whole);
    if (misfit !== undefined) throw new Refusal('VALUE_INVALID', misfit);
    const definition = registry.eventOf(mutation);
    const { event: _stamp, ...asked } = given;
    return {
      eventId,
      hash,
      asked: asked as Record<string, Json>,
      event,
      leftOut,
      entity: { type: definition.entity, id: event.entityId },
      references: definition.references?.(event.payload) ?? [],
      refusal: undefined,
    };
  } catch (error) {
    if (!Refusal.is(error)) throw error;
    return refused(eventId, hash, error);
  }
}

function refused(eventId: string | null, hash: string, refusal: Refusal): EventBody {
  return { eventId, hash, asked: {}, event: undefined, leftOut: [], entity: undefined, references: [], refusal };
}

/** Refusals that a newer server or a larger quota lifts: the same event is asked about anew. */
const LIFTED = new Set(['UNKNOWN_EVENT', 'QUOTA_EXCEEDED']);

/** True when an answer to it can be found again, and will not be another one some day. */
export function canBeRemembered({ eventId, hash }: EventBody, code: string | null): boolean {
  return isUuid(eventId) && hash !== '' && !LIFTED.has(code ?? '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

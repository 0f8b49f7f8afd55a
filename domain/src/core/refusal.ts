/** Why an event cannot be accepted. Stable: each is a heading in docs/errors.md. */
export const REFUSAL_CODES = [
  'UNKNOWN_EVENT',
  'UNKNOWN_FIELD',
  'VALUE_MISSING',
  'VALUE_INVALID',
  'VALUE_TOO_LONG',
  'EVENT_TOO_LARGE',
  'EVENT_ID_INVALID',
  'EVENT_ID_REUSED',
  'SEQUENCE_INVALID',
  'CLOCK_INVALID',
  'CLOCK_OUT_OF_RANGE',
  'PARENT_VERSION_INVALID',
  'PARENT_VERSION_AHEAD',
  'ENTITY_UNKNOWN',
  'ENTITY_EXISTS',
  'REFERENCE_UNKNOWN',
  'CONFLICT_UNKNOWN',
  'TEXT_UPDATE_INVALID',
  'QUOTA_EXCEEDED',
] as const;

export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** An expected failure of one event. `path` names the input member at fault, e.g. `event.id`. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: RefusalCode,
    message: string,
    readonly path?: string,
  ) {
    super(message);
  }

  /** By shape, not by class, so that two copies of this package agree. */
  static is(error: unknown): error is Refusal {
    return error instanceof Error && error.name === 'Refusal' && 'code' in error;
  }
}

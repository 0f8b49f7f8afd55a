import type { EntityRef } from '@cairn/domain';

/** The value that the writer of an event had in a field. */
export interface BaseRequest extends EntityRef {
  readonly field: string;
  /** The event's parent version. */
  readonly version: number;
  /** The writer, whose own earlier events are its past; null where they are not [M1]. */
  readonly device: string | null;
}

export function baseKey({ type, id, field, version, device }: BaseRequest): string {
  return `${type}:${id}.${field}@${version}/${device ?? ''}`;
}

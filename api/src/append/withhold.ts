import { isUuid, Refusal } from '@cairn/domain';
import type { AppendItem } from './append-item.ts';
import type { EventBody } from './event-body.ts';

/**
 * What an event of a later release is about is not known here, only which ids it names: what follows in its batch about
 * one of these is put off with it. Otherwise a device's older event would come after its newer one on the same entity,
 * and take its place.
 */
export function withhold(items: readonly AppendItem[], bodies: readonly EventBody[]): readonly EventBody[] {
  const named = new Set<unknown>();
  return bodies.map((body, index) => {
    if (body.refusal?.code === 'UNKNOWN_EVENT') {
      const { event: _, ...payload } = (items[index]!.input ?? {}) as Readonly<Record<string, unknown>>;
      for (const value of Object.values(payload)) if (isUuid(value)) named.add(value);
      return body;
    }
    const { entity, references } = body;
    if (!entity || ![entity, ...references].some(({ id }) => named.has(id))) return body;
    named.add(entity.id);
    const refusal = new Refusal('UNKNOWN_EVENT', 'waits for an event that this server does not know yet');
    return { ...body, event: undefined, entity: undefined, references: [], refusal };
  });
}

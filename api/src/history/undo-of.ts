import {
  compensation,
  isBy,
  isUuid,
  registry,
  type Entity,
  type EventRef,
  type Fields,
  type Intent,
} from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import { readArchivedEvent } from '../archive/read-archived.ts';
import { fromRow } from '../entity/projection.ts';
import { readEntity } from '../entity/read-entity.ts';
import { concepts } from '../registry.ts';

/**
 * What takes one of the account's events back; null when there is no such event, nothing of it is left, or no single
 * event can take it back.
 * @param now milliseconds since 1970
 */
export async function undoOf(
  prisma: PrismaClient,
  accountId: string,
  eventId: string,
  now: number,
): Promise<Intent | null> {
  if (!isUuid(eventId)) return null;
  const event =
    (await prisma.event.findFirst({ where: { accountId, id: eventId } })) ??
    (await readArchivedEvent(prisma, accountId, eventId));
  if (!event) return null;
  const { type, entityType, entityId, deviceId: device, sequence } = event;
  const { projection, undo } = concepts.find((concept) => concept.projection.type === entityType)!;
  const [asked, applied, before] = [event.asked, event.applied, event.before] as [Fields, Fields, Fields];
  const own = await undo?.(prisma, accountId, { type, entityId, applied });
  if (own) return own;
  const effect = { type, entityId, device, sequence, asked, applied, before };
  const intent = compensation(registry, effect, new Date(now).toISOString());
  const row = await readEntity(prisma, projection, accountId, { id: entityId });
  return intent && row && isLeft(fromRow(projection, row), intent, { device, sequence }) ? intent : null;
}

/** True while some of what the event did is still as it left it. */
function isLeft(entity: Entity, { payload }: Intent, event: EventRef): boolean {
  const { conflictId, values, undoes } = payload;
  if (typeof conflictId === 'string') return isBy(entity.conflicts[conflictId]?.settled?.by, event);
  // Without an event to compare with: a creation, which is taken back by the trash.
  if (undoes === undefined) return entity.fields['deletedAt'] === null;
  const { fields } = registry.entity(entity.type);
  return Object.entries(values as Fields).some(([field, change]) => {
    const { kind, initial } = fields[field]!;
    const state = { value: entity.fields[field] ?? initial, writer: entity.writers[field] };
    return kind.stillOf(state, change, event) !== undefined;
  });
}

import { NOTE_UPDATE_LIMIT, type Intent } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import { takeBack } from '@cairn/text';
import { LAST_VERSION } from '../archive/archive-sql.ts';
import type { UndoneEvent } from '../entity/projection.ts';

/** The edit that takes another one back, from every update of the log: the note itself may have them compacted. */
export async function undoEdit(
  prisma: PrismaClient,
  accountId: string,
  { type, entityId, applied }: UndoneEvent,
): Promise<Intent | undefined> {
  if (type !== 'NoteEdited') return undefined;
  const rows = await prisma.$queryRaw<{ update: string }[]>`
    select e."applied" ->> 'updates' as update
      from events_of(${accountId}::uuid, 'Note', ${entityId}::uuid, 0, ${LAST_VERSION}::integer) e
     where jsonb_exists(e."applied", 'updates')
     order by e."version"`;
  const updates = rows.map(({ update }) => update);
  const update = takeBack(updates, applied['updates'] as string);
  if (update === undefined || update.length > NOTE_UPDATE_LIMIT) return undefined;
  return { mutation: 'editNote', payload: { noteId: entityId, update } };
}

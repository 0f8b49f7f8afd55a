import type { PlannedEvent } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { attempt } from '../cairn/use-save.ts';

/** Moves everything of the account to the trash, as one thing done. */
export async function trashAll(cairn: AppCairn): Promise<void> {
  const events = [...cairn.entities()].flatMap(({ type, id, fields }): PlannedEvent[] => {
    if (fields.deletedAt !== null) return [];
    if (type === 'List') return [{ mutation: 'deleteList', payload: { listId: id } }];
    if (type === 'Task') return [{ mutation: 'deleteTask', payload: { taskId: id } }];
    return type === 'Note' ? [{ mutation: 'deleteNote', payload: { noteId: id } }] : [];
  });
  await attempt(() => cairn.recordAll(events, { label: 'moved everything to the trash' }));
}

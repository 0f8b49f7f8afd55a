import type { EntityRef } from '@cairn/domain';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { notePath, pathOf } from '../shell/router.ts';

/** The address at which something stands now. */
export function entityPath(cairn: AppCairn, { type, id }: EntityRef): string {
  const fields = cairn.entity({ type, id })?.fields;
  switch (type) {
    case 'Task': {
      const listId = fields?.listId as string | null | undefined;
      if (fields?.deletedAt) return pathOf({ name: 'trash' }, id);
      return listId ? pathOf({ name: 'list', listId }, id) : pathOf({ name: 'inbox' }, id);
    }
    case 'List':
      return pathOf({ name: 'list', listId: id });
    case 'Note':
      return notePath(id);
    default:
      return pathOf({ name: 'settings' });
  }
}

import type { Entity } from '@cairn/domain';
import type { AppCairn } from '../../cairn/cairn-context.ts';
import { entityPath } from '../../history/entity-path.ts';
import { lists } from '../../list/indexes.ts';
import { ALL, completedEverywhere, INBOX, openTasks } from '../../task/indexes.ts';
import { notes } from '../indexes.ts';
import { nameAndExcerpt } from '../note-name.ts';
import { textOfNote } from '../note-text.ts';
import type { LinkTarget, LinkTargets } from './link-targets.ts';
import { bestFitting } from './rank-titles.ts';

/** Rows of the list that `[[` opens. */
const OFFERED = 30;

/** Everything a note can link to, as this device has it: works without a network. */
export function linkTargetsOf(cairn: AppCairn, ownId: string, open: (href: string) => void): LinkTargets {
  function* idsOf(): Iterable<readonly [type: 'Note' | 'Task', id: string]> {
    for (const id of cairn.index(notes.name, ALL).get()) if (id !== ownId) yield ['Note', id];
    for (const listId of [INBOX, ...cairn.index(lists.name, ALL).get()]) {
      for (const id of cairn.index(openTasks.name, listId).get()) yield ['Task', id];
    }
    for (const id of cairn.index(completedEverywhere.name, ALL).get()) yield ['Task', id];
  }

  function* all(): Iterable<LinkTarget> {
    for (const [entityType, entityId] of idsOf()) {
      const entity = cairn.entity({ type: entityType, id: entityId });
      if (entity) yield { entityType, entityId, title: titleOf(entity) };
    }
  }

  return {
    find: (words) => bestFitting(all(), ({ title }) => title, words, OFFERED),
    look({ entityType: type, entityId: id }) {
      const entity = cairn.entity({ type, id });
      if (!entity) return undefined;
      return {
        href: entityPath(cairn, entity),
        title: titleOf(entity),
        isDeleted: entity.fields.deletedAt !== null,
      };
    },
    open,
  };
}

function titleOf({ type, fields }: Entity): string {
  const title = fields.title as string;
  if (type === 'Task' || title.trim() !== '') return title;
  return nameAndExcerpt('', textOfNote(fields.updates as readonly string[])).name;
}

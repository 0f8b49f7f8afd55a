import type { IndexDefinition } from '@cairn/client';
import type { Entity } from '@cairn/domain';
import { ALL } from '../task/indexes.ts';

/** What a person would call a change of the note; pinning it is none. */
const WRITTEN = ['createdAt', 'title', 'updates', 'tags'];

/** Clock of the last change: the same while one draft of it grows, so that rows do not move under the typing. */
export function lastChange({ writers }: Pick<Entity, 'writers'>): string {
  return WRITTEN.reduce((latest, field) => {
    const clock = writers[field]?.clock ?? '';
    return clock > latest ? clock : latest;
  }, '');
}

export const notes: IndexDefinition = {
  name: 'notes',
  type: 'Note',
  partition: (note) => (note.fields.deletedAt === null ? ALL : undefined),
  sortKey: (note) => `${note.fields.pinned === true ? 1 : 0} ${lastChange(note)}`,
  descending: true,
};

export const trashedNotes: IndexDefinition = {
  name: 'notes.trash',
  type: 'Note',
  partition: (note) => (note.fields.deletedAt === null ? undefined : ALL),
  sortKey: (note) => String(note.fields.deletedAt),
  descending: true,
};

export const noteIndexes = [notes, trashedNotes];

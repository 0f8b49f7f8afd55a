import { CircleCheck, Circle, FileText, type LucideIcon } from 'lucide-react';
import type { AppCairn } from '../cairn/cairn-context.ts';
import { entityPath } from '../history/entity-path.ts';
import { nameAndExcerpt } from '../note/note-name.ts';
import { excerpt, marked, type Piece } from './excerpt.ts';
import type { Found } from './searcher.ts';

/** How something that was found is shown, in a list and in the palette. */
export interface FoundView {
  readonly key: string;
  readonly href: string;
  readonly name: readonly Piece[];
  readonly excerpt: readonly Piece[];
  /** Where it is. */
  readonly place: string;
  readonly kind: 'Task' | 'Note' | 'List';
  readonly isDone: boolean;
  readonly icon: LucideIcon | undefined;
  /** Of a list. */
  readonly color: string | undefined;
}

export function viewOf(cairn: AppCairn, { entity, content, terms }: Found): FoundView {
  const { type, id, fields } = entity;
  const isNote = type === 'Note';
  const isDone = Boolean(fields.completedAt);
  const name = content.title.trim() || nameAndExcerpt('', content.text).name;
  return {
    key: `${type}:${id}`,
    href: entityPath(cairn, entity),
    name: marked(name, terms),
    excerpt: excerpt(content.text, terms, isNote),
    place: placeOf(cairn, type, fields.listId as string | null | undefined, Boolean(fields.deletedAt)),
    kind: type as FoundView['kind'],
    isDone,
    icon: type === 'List' ? undefined : isNote ? FileText : isDone ? CircleCheck : Circle,
    color: fields.color as string | undefined,
  };
}

function placeOf(cairn: AppCairn, type: string, listId: string | null | undefined, isDeleted: boolean): string {
  if (isDeleted) return 'Trash';
  if (type !== 'Task') return type === 'Note' ? 'Notes' : 'Lists';
  return listId ? String(cairn.entity({ type: 'List', id: listId })?.fields.name ?? '') : 'Inbox';
}

import { useFragment } from '@apollo/client/react';
import type { ListColor } from '@cairn/domain';
import { listFragment } from './documents.ts';

export interface ListView {
  readonly id: string;
  readonly name: string;
  readonly color: ListColor;
  readonly isDeleted: boolean;
}

/** Undefined while this device does not know the list. */
export function useList(id: string | null): ListView | undefined {
  const { data, complete } = useFragment({ fragment: listFragment, from: { __typename: 'List', id: id ?? '' } });
  if (!complete) return undefined;
  return { id: data.id, name: data.name, color: data.color as ListColor, isDeleted: data.deletedAt !== null };
}

export function colorOf(color: string): string {
  return `var(--list-${color}, var(--list-slate))`;
}

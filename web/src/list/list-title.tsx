import { Inbox } from 'lucide-react';
import { Link } from '../shell/link.tsx';
import { pathOf } from '../shell/router.ts';
import { ListDot } from './list-dot.tsx';
import { useList } from './use-list.ts';

/** A list's name that leads to it; null is the Inbox. */
export function ListTitle({ listId }: { listId: string | null }) {
  const list = useList(listId);
  const screen = listId === null ? ({ name: 'inbox' } as const) : ({ name: 'list', listId } as const);
  return (
    <Link href={pathOf(screen)} className="flex min-w-0 items-center gap-2 rounded-sm hover:text-accent">
      {listId === null ? (
        <Inbox aria-hidden className="size-4 shrink-0 text-ink-faint" />
      ) : (
        <ListDot color={list?.color ?? 'slate'} />
      )}
      <span className="truncate">{listId === null ? 'Inbox' : (list?.name ?? '…')}</span>
    </Link>
  );
}

import { useFragment } from '@apollo/client/react';
import { CornerLeftUp } from 'lucide-react';
import { useRoute } from '../shell/navigation.ts';
import { Link } from '../shell/link.tsx';
import { pathOf } from '../shell/router.ts';
import { useEntity } from '../cairn/use-entity.ts';
import { taskRowFragment } from './documents.ts';
import { useTaskTree } from './use-parts.ts';

/** The way up to what a task is a part of. */
export function PartOf({ id }: { id: string }) {
  const tree = useTaskTree();
  // Hears of every move.
  useEntity({ type: 'Task', id });
  const above = tree.above(id);
  return above ? <Up id={above.id} /> : null;
}

function Up({ id }: { id: string }) {
  const { screen } = useRoute();
  const { data, complete } = useFragment({ fragment: taskRowFragment, from: { __typename: 'Task', id } });
  if (!complete) return null;
  return (
    <Link
      href={pathOf(screen, id)}
      className="mb-1 -ml-1 flex min-h-target w-fit max-w-full items-center gap-1.5 rounded-md px-1 text-sm text-ink-soft hover:bg-hover"
    >
      <CornerLeftUp aria-hidden className="size-3.5 shrink-0" />
      <span className="sr-only">Part of </span>
      <span className="truncate">{data.title}</span>
    </Link>
  );
}

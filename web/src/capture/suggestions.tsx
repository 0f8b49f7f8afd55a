import { Hash, Inbox } from 'lucide-react';
import { ListDot } from '../list/list-dot.tsx';
import { useList } from '../list/use-list.ts';
import { cx } from '../ui/class-names.ts';

export interface Suggestion {
  readonly key: string;
  readonly name: string;
  /** Of a list; null is the Inbox. Absent for a tag. */
  readonly listId?: string | null;
}

interface Props {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly opens: 'up' | 'down';
  readonly onChoose: (suggestion: Suggestion) => void;
}

export const optionId = (id: string, index: number) => `${id}-${index}`;

export function Suggestions({ id, suggestions, active, opens, onChoose }: Props) {
  return (
    <ul
      id={id}
      role="listbox"
      aria-label="Suggestions"
      className={cx(
        'absolute left-2 z-20 max-h-72 w-72 max-w-[calc(100%-1rem)] animate-float-in overflow-y-auto rounded-lg bg-raised p-1.5 text-sm shadow-float thin-scroll',
        opens === 'up' ? 'bottom-full mb-1' : 'top-full mt-1',
      )}
    >
      {suggestions.map((suggestion, index) => (
        <li
          key={suggestion.key}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === active}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(suggestion)}
          className={cx(
            'flex min-h-target cursor-default items-center gap-2.5 rounded-md px-2.5 hover:bg-hover',
            index === active && 'bg-pressed',
          )}
        >
          <Mark suggestion={suggestion} />
          <span className="truncate">{suggestion.name}</span>
        </li>
      ))}
    </ul>
  );
}

function Mark({ suggestion: { listId } }: { suggestion: Suggestion }) {
  const list = useList(listId ?? null);
  if (listId === undefined) return <Hash aria-hidden className="size-4 shrink-0 text-ink-faint" />;
  if (listId === null) return <Inbox aria-hidden className="size-4 shrink-0 text-ink-faint" />;
  return <ListDot color={list?.color ?? 'slate'} />;
}

import { CalendarDays, Flag, Hash, Inbox, Moon, PlayCircle, Repeat2, X, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { ListDot } from '../list/list-dot.tsx';
import { useList } from '../list/use-list.ts';
import { sayDate } from '../task/say-date.ts';
import { PRIORITIES } from '../task/priority.ts';
import { useToday } from '../ui/use-today.ts';
import type { Chip } from './chip.ts';

interface Props {
  readonly chips: readonly Chip[];
  readonly onRemove: (chip: Chip) => void;
}

/** What the line means besides its title; each can be taken back. */
export function Chips({ chips, onRemove }: Props) {
  return (
    <ul aria-label="Recognised" className="flex flex-wrap gap-1.5">
      {chips.map((chip) => (
        <li key={chip.key} className="max-w-full">
          <button
            type="button"
            // The field keeps the focus, and the keyboard of a phone stays open.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onRemove(chip)}
            title={chip.words ? 'Not meant: keep the words' : 'Not for this one'}
            className="group flex min-h-7 max-w-full animate-fade-in items-center gap-1.5 rounded-full bg-accent-wash py-0.5 pr-1.5 pl-2.5 text-sm text-accent hover:bg-pressed pointer-coarse:min-h-9"
          >
            <Meaning chip={chip} />
            <X aria-hidden className="size-3.5 shrink-0 opacity-60 group-hover:opacity-100" />
            <span className="sr-only">{chip.words ? ', keep as words' : ', take off'}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Meaning({ chip: { kind, sets, words } }: { chip: Chip }) {
  const today = useToday();
  switch (kind) {
    case 'tag':
      return <Said icon={Hash}>{sets.tags?.[0]}</Said>;
    case 'priority':
      return <Said icon={Flag}>{PRIORITIES[sets.priority ?? 0]}</Said>;
    case 'someday':
      return <Said icon={Moon}>Someday</Said>;
    case 'start':
      return <Said icon={PlayCircle}>{`Starts ${lowerFirst(sayDate(sets.start!, today).text)}`}</Said>;
    case 'due':
      return <Said icon={CalendarDays}>{sayDate(sets.due!, today).text}</Said>;
    case 'repeat':
      return (
        <Said
          icon={Repeat2}
        >{`${upperFirst(words?.[0] ?? '')}, first ${lowerFirst(sayDate(sets.due!, today).text)}`}</Said>
      );
    case 'list':
      return <ListName listId={sets.listId ?? null} />;
  }
}

function ListName({ listId }: { listId: string | null }) {
  const list = useList(listId);
  if (listId === null) return <Said icon={Inbox}>Inbox</Said>;
  return (
    <>
      <ListDot color={list?.color ?? 'slate'} />
      <span className="truncate">{list?.name}</span>
    </>
  );
}

function Said({ icon: Icon, children }: { icon: LucideIcon; children: ReactNode }) {
  return (
    <>
      <Icon aria-hidden className="size-3.5 shrink-0" />
      <span className="truncate">{children}</span>
    </>
  );
}

/** Names of days and months stay as they are written. */
function lowerFirst(text: string): string {
  return text.replace(/^(?:Today|Tomorrow)/, (word) => word.toLowerCase());
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();
}

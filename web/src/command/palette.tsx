import { Command as List } from 'cmdk';
import { Search } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useMemo, useRef, useState } from 'react';
import { useCairn } from '../cairn/cairn-context.ts';
import { ListDot } from '../list/list-dot.tsx';
import { FoundText } from '../search/found-text.tsx';
import { useResults } from '../search/use-results.ts';
import { useRoute } from '../shell/navigation.ts';
import { askedFrom } from '../shell/overlay.ts';
import { useTags } from '../tag/use-tags.ts';
import { CommandKey } from './command-key.tsx';
import { keepPlaces, paletteLines, type PaletteLine } from './palette-lines.ts';
import { recentOf, remember } from './recent.ts';
import { contextOf } from './use-command-keys.ts';

/** Tasks and notes among the lines. */
const FOUND = 8;

/** Goes anywhere, does anything, finds everything: by a few letters. */
export function Palette({ onClose }: { onClose: () => void }) {
  const cairn = useCairn();
  const route = useRoute();
  const [context] = useState(() => askedFrom() ?? contextOf(cairn, route, document.activeElement));
  const [typed, setTyped] = useState('');
  const results = useResults(typed, FOUND);
  const tags = useTags();
  const [recent] = useState(() => recentOf(cairn.kept));
  const offered = useMemo(
    () => paletteLines({ context, typed, tags, recent, results }),
    [context, typed, tags, recent, results],
  );
  const [shown, setShown] = useState({ typed, offered, groups: offered });
  if (shown.offered !== offered) {
    const groups = shown.typed === typed ? keepPlaces(shown.groups, offered) : offered;
    setShown({ typed, offered, groups });
  }
  const { groups } = shown;
  const chosen = useRef<PaletteLine>(undefined);

  function choose(line: PaletteLine) {
    chosen.current = line;
    remember(cairn.kept, line.key);
    onClose();
  }

  /** Where the focus was first: a command is about what is there. */
  function onCloseAutoFocus(event: Event) {
    const line = chosen.current;
    if (!line) return;
    event.preventDefault();
    context.at?.focus({ preventScroll: true });
    line.run(context);
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-veil" />
        <Dialog.Content
          data-modal
          aria-describedby={undefined}
          onCloseAutoFocus={onCloseAutoFocus}
          className="fixed top-[max(0.75rem,10dvh)] left-1/2 z-50 w-[calc(100%-1.5rem)] max-w-xl -translate-x-1/2 animate-fade-in overflow-hidden rounded-lg bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Do or find anything</Dialog.Title>
          <List shouldFilter={false} loop label="Do or find anything">
            <div className="flex items-center gap-3 border-b border-line px-4">
              <Search aria-hidden className="size-4.5 shrink-0 text-ink-faint" />
              <List.Input
                value={typed}
                onValueChange={setTyped}
                maxLength={500}
                placeholder="Do or find anything"
                className="min-h-13 min-w-0 flex-1 bg-transparent text-lg outline-none"
              />
            </div>
            <List.List label="Lines" className="max-h-[min(26rem,65dvh)] overflow-y-auto p-1.5 thin-scroll">
              {groups.map(({ group, lines }) => (
                <List.Group
                  key={group}
                  heading={group}
                  className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-ink-faint"
                >
                  {lines.map((line) => (
                    <List.Item
                      key={line.key}
                      value={`${group} ${line.key}`}
                      onSelect={() => choose(line)}
                      className="flex min-h-target cursor-default items-center gap-3 rounded-md px-2.5 py-1.5 text-sm select-none data-[selected=true]:bg-hover"
                    >
                      <Line line={line} />
                    </List.Item>
                  ))}
                </List.Group>
              ))}
            </List.List>
          </List>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Line({ line: { title, icon, color, command, found } }: { line: PaletteLine }) {
  const Icon = found?.icon ?? icon;
  return (
    <>
      <span aria-hidden className="grid w-4.5 shrink-0 place-items-center text-ink-faint">
        {Icon ? <Icon className="size-4" /> : <ListDot color={color ?? 'slate'} />}
      </span>
      {found ? (
        <>
          <span className="min-w-0 flex-1">
            <span className="block truncate">
              <FoundText pieces={found.name} />
            </span>
            {found.excerpt.some(({ isFound }) => isFound) && (
              <span className="block truncate text-xs text-ink-faint">
                <FoundText pieces={found.excerpt} />
              </span>
            )}
          </span>
          <span className="max-w-32 shrink-0 truncate text-xs text-ink-faint">{found.place}</span>
        </>
      ) : (
        <span className="min-w-0 flex-1 truncate">{title}</span>
      )}
      {command && <CommandKey of={command.id} />}
    </>
  );
}

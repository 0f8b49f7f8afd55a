import { Plus } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { useState } from 'react';
import { useKeptText } from '../cairn/use-kept-text.ts';
import { pathOf, type Screen } from '../shell/router.ts';
import { goTo } from '../shell/navigation.ts';
import { useTagOf } from '../tag/use-tags.ts';
import { useTaskActions } from '../task/task-actions.ts';
import { notify } from '../ui/notify.ts';
import { short } from '../ui/short.ts';
import { useToday } from '../ui/use-today.ts';
import type { CaptureFields } from './capture.ts';
import { CaptureField } from './capture-field.tsx';
import { CAPTURE } from './kept-key.ts';
import { screenDefaults } from './screen-defaults.ts';

interface Props {
  readonly screen: Screen;
  readonly onClose: () => void;
}

/** The line for a task, over whatever is on the screen. Closing it keeps what was typed. */
export function CaptureOverlay({ screen, onClose }: Props) {
  const actions = useTaskActions();
  const [text, setText] = useKeptText(CAPTURE);
  const today = useToday();
  const tag = useTagOf(screen.name === 'tag' ? screen.tagKey : '');
  const [defaults, setDefaults] = useState<CaptureFields>(() => screenDefaults(screen, today, tag));

  async function add(title: string, fields: CaptureFields, isOneMore: boolean) {
    const typed = text;
    setText('');
    if (!isOneMore) onClose();
    const added = await actions.add(title, fields);
    // Refused: the words wait where they were typed.
    if (!added) return setText(typed);
    const to: Screen = fields.listId ? { name: 'list', listId: fields.listId } : { name: 'inbox' };
    const isInSight = pathOf(to) === pathOf(screen);
    if (!isInSight) {
      notify(`Added “${short(title)}” to ${short(actions.listName(fields.listId ?? null))}`, {
        label: 'Show',
        onClick: () => goTo(to),
      });
    }
  }

  return (
    <Dialog.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-fade-in bg-veil" />
        <Dialog.Content
          data-modal
          aria-describedby={undefined}
          className="fixed top-[14vh] left-1/2 z-50 w-[calc(100%-2rem)] max-w-xl -translate-x-1/2 animate-fade-in rounded-lg bg-raised shadow-float outline-none"
        >
          <Dialog.Title className="sr-only">Add a task</Dialog.Title>
          <CaptureField
            text={text}
            onText={setText}
            defaults={defaults}
            onDefaults={setDefaults}
            onAdd={(title, fields, isOneMore) => void add(title, fields, isOneMore)}
            onEscape={onClose}
            opens="down"
            isFocused
            className="px-2 pt-2 text-lg"
            icon={
              <span aria-hidden className="grid w-target shrink-0 place-items-center text-ink-faint">
                <Plus className="size-5" />
              </span>
            }
          />
          <Hints />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const HINTS = ['tomorrow 9am', '#tag', '@list', '!1', 'every workday', 'someday'];

function Hints() {
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 text-xs text-ink-faint">
      <span className="flex flex-wrap gap-x-3">
        {HINTS.map((words) => (
          <span key={words}>{words}</span>
        ))}
      </span>
      <span className="ml-auto pointer-coarse:hidden">↵ add · ⇧↵ add another</span>
    </div>
  );
}

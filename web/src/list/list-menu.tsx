import { LIST_COLORS, type ListColor } from '@cairn/domain';
import { ArrowDown, ArrowUp, Check, Ellipsis, History, Pencil, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { CommandKey } from '../command/command-key.tsx';
import { keyHint } from '../command/key-hint.ts';
import { IconButton } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { MENU, MENU_ITEM, MENU_LINE } from '../ui/menu-styles.ts';
import { usePane } from '../ui/pane-context.ts';
import type { ListActions } from './list-actions.ts';
import { colorOf, type ListView } from './use-list.ts';

interface Props {
  readonly list: ListView;
  readonly actions: ListActions;
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
  readonly onRename: () => void;
  readonly onHistory: () => void;
}

export function ListMenu({ list, actions, isOpen, onOpen, onRename, onHistory }: Props) {
  const pane = usePane();
  return (
    <DropdownMenu.Root open={isOpen} onOpenChange={onOpen} modal={false}>
      <DropdownMenu.Trigger asChild>
        <IconButton label="List options" {...keyHint('list.menu')}>
          <Ellipsis className="size-5" />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal container={pane}>
        <DropdownMenu.Content align="end" className={MENU}>
          <DropdownMenu.Item className={MENU_ITEM} onSelect={() => setTimeout(onRename)}>
            <Pencil aria-hidden /> Rename <CommandKey of="list.rename" />
          </DropdownMenu.Item>
          <DropdownMenu.Item className={MENU_ITEM} onSelect={() => void actions.step(list.id, -1)}>
            <ArrowUp aria-hidden /> Move up <CommandKey of="list.up" />
          </DropdownMenu.Item>
          <DropdownMenu.Item className={MENU_ITEM} onSelect={() => void actions.step(list.id, 1)}>
            <ArrowDown aria-hidden /> Move down <CommandKey of="list.down" />
          </DropdownMenu.Item>
          <DropdownMenu.Item className={MENU_ITEM} onSelect={() => setTimeout(onHistory)}>
            <History aria-hidden /> History <CommandKey of="list.history" />
          </DropdownMenu.Item>
          <div className={MENU_LINE} />
          <DropdownMenu.Label className="px-2.5 pt-1 text-xs text-ink-faint">Colour</DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={list.color}
            onValueChange={(color) => void actions.recolor(list.id, color as ListColor)}
            className="grid grid-cols-5 p-1"
          >
            {LIST_COLORS.map((color) => (
              <DropdownMenu.RadioItem
                key={color}
                value={color}
                aria-label={color}
                title={color}
                className="grid size-target place-items-center rounded-full outline-none data-highlighted:bg-pressed"
              >
                <span className="grid size-5 place-items-center rounded-full" style={{ background: colorOf(color) }}>
                  <DropdownMenu.ItemIndicator>
                    <Check aria-hidden className="size-3.5 text-surface" strokeWidth={3} />
                  </DropdownMenu.ItemIndicator>
                </span>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          <div className={MENU_LINE} />
          <DropdownMenu.Item className={cx(MENU_ITEM, 'text-danger')} onSelect={() => void actions.remove(list.id)}>
            <Trash2 aria-hidden /> Delete list <CommandKey of="list.remove" />
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

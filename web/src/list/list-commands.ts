import { ArrowDown, ArrowUp, Ellipsis, FolderPlus, History, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import type { Command, CommandContext } from '../command/command.ts';
import { whenThere } from '../shell/when-there.ts';
import { listActions, type ListActions } from './list-actions.ts';

const about = { group: 'List', scope: 'list' } as const;

function on(act: (actions: ListActions, id: string) => unknown) {
  return ({ cairn, subjects }: CommandContext) => act(listActions(cairn), subjects.list[0]!);
}

function isDeleted({ cairn, subjects }: CommandContext): boolean {
  return Boolean(cairn.screen.entity({ type: 'List', id: subjects.list[0]! })?.fields.deletedAt);
}

const isThere = (context: CommandContext) => !isDeleted(context);

/** The list's own screen provides what it is open for. */
const isOpen = ({ route: { screen }, subjects }: CommandContext) =>
  screen.name === 'list' && screen.listId === subjects.list[0];

const isOpenThere = (context: CommandContext) => isOpen(context) && isThere(context);

export const listCommands: readonly Command[] = [
  {
    id: 'list.new',
    title: 'Add a list',
    words: 'new create project',
    group: 'Anywhere',
    scope: 'app',
    keys: ['Shift+L'],
    icon: FolderPlus,
    run: () => whenThere('[data-add-list]', (button) => button.click()),
  },
  { ...about, id: 'list.rename', title: 'Rename the list', keys: ['Shift+R'], icon: Pencil, isAvailable: isOpenThere },
  {
    ...about,
    id: 'list.menu',
    title: 'Colour and more of the list',
    words: 'color options',
    keys: ['Shift+M'],
    icon: Ellipsis,
    isAvailable: isOpenThere,
  },
  {
    ...about,
    id: 'list.up',
    title: 'Move the list up',
    keys: ['Alt+Shift+ArrowUp'],
    icon: ArrowUp,
    isAvailable: isThere,
    run: on((actions, id) => actions.step(id, -1)),
  },
  {
    ...about,
    id: 'list.down',
    title: 'Move the list down',
    keys: ['Alt+Shift+ArrowDown'],
    icon: ArrowDown,
    isAvailable: isThere,
    run: on((actions, id) => actions.step(id, 1)),
  },
  { ...about, id: 'list.history', title: 'History of the list', keys: ['Shift+H'], icon: History, isAvailable: isOpen },
  {
    ...about,
    id: 'list.remove',
    title: 'Delete the list',
    words: 'trash',
    keys: ['Shift+Delete', 'Shift+Backspace'],
    icon: Trash2,
    isAvailable: isThere,
    run: on((actions, id) => actions.remove(id)),
  },
  {
    ...about,
    id: 'list.restore',
    title: 'Restore the list from the trash',
    keys: ['Shift+U'],
    icon: RotateCcw,
    isAvailable: isDeleted,
    run: on((actions, id) => actions.restore(id)),
  },
];

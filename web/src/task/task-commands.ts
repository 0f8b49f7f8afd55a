import {
  ArrowDown,
  ArrowUp,
  AlignLeft,
  Bell,
  CalendarCheck,
  CalendarClock,
  CircleCheck,
  Ellipsis,
  Flag,
  FolderInput,
  History,
  IndentDecrease,
  IndentIncrease,
  ListChecks,
  ListEnd,
  ListPlus,
  ListStart,
  ListTree,
  Moon,
  PanelRight,
  Pencil,
  Plus,
  Repeat2,
  RotateCcw,
  Tag,
  Trash2,
  X,
} from 'lucide-react';
import type { Command, CommandContext } from '../command/command.ts';
import { areTasksChosen } from '../command/subjects.ts';
import { closeTask, navigate } from '../shell/navigation.ts';
import { showOverlay } from '../shell/overlay.ts';
import { pathOf } from '../shell/router.ts';
import { focusWhenThere } from '../shell/when-there.ts';
import { PRIORITIES } from './priority.ts';
import { startAdding } from './start-adding.ts';
import { taskActions, type TaskActions } from './task-actions.ts';

const about = { group: 'Task', scope: 'task' } as const;

/** The same for each task that it is about. */
function each(act: (actions: TaskActions, id: string) => unknown) {
  return ({ cairn, subjects }: CommandContext) => {
    const actions = taskActions(cairn);
    for (const id of subjects.task) act(actions, id);
  };
}

function field({ cairn, subjects }: CommandContext, name: string): unknown {
  const [id] = subjects.task;
  return id === undefined ? undefined : cairn.screen.entity({ type: 'Task', id })?.fields[name];
}

const isDeleted = (context: CommandContext) => Boolean(field(context, 'deletedAt'));
const isThere = (context: CommandContext) => !isDeleted(context);

/** A field of the task's details, which are opened for it. */
function toField(name: string) {
  return ({ route, subjects }: CommandContext) => {
    navigate(pathOf(route.screen, subjects.task[0]));
    focusWhenThere(`[data-task-field="${name}"]`);
  };
}

const isOne = (context: CommandContext) => isThere(context) && context.subjects.task.length === 1;

function setPriority(priority: number, key: string): Command {
  const name = PRIORITIES[priority]!;
  return {
    ...about,
    id: `task.priority-${name.toLowerCase()}`,
    title: priority === 0 ? 'No priority' : `${name} priority`,
    words: 'set flag important',
    keys: [key],
    icon: Flag,
    isAvailable: isThere,
    run: each((actions, id) => actions.prioritize(id, priority)),
  };
}

export const taskCommands: readonly Command[] = [
  {
    id: 'task.add',
    title: 'Add a task',
    words: 'new create capture',
    group: 'Anywhere',
    scope: 'app',
    keys: ['q'],
    icon: Plus,
    run: () => showOverlay('capture'),
  },
  {
    id: 'task.add-here',
    title: 'Add a task to this list',
    words: 'new create',
    group: 'Anywhere',
    scope: 'app',
    keys: ['n'],
    icon: ListPlus,
    run: startAdding,
  },
  {
    ...about,
    id: 'task.toggle',
    title: 'Complete or reopen',
    words: 'done tick finish',
    keys: ['x', 'Space'],
    icon: CircleCheck,
    isAvailable: isThere,
    run: each((actions, id) => actions.toggle(id)),
  },
  {
    ...about,
    id: 'task.open',
    title: 'Open the details',
    keys: ['Enter', 'o'],
    icon: PanelRight,
    isAvailable: ({ route, subjects }) => route.taskId !== subjects.task[0],
    run: ({ route, subjects }) => navigate(pathOf(route.screen, subjects.task[0])),
  },
  {
    ...about,
    id: 'task.edit',
    title: 'Edit the title',
    words: 'rename',
    keys: ['e', 'F2'],
    icon: Pencil,
    isAvailable: isOne,
    run: toField('title'),
  },
  {
    ...about,
    id: 'task.describe',
    title: 'Write the description',
    keys: ['Shift+E'],
    icon: AlignLeft,
    isAvailable: isOne,
    run: toField('description'),
  },
  { ...about, id: 'task.menu', title: 'More', keys: ['m'], icon: Ellipsis, isKeyOnly: true },
  {
    ...about,
    id: 'task.move',
    title: 'Move to a list',
    keys: ['l'],
    icon: FolderInput,
    isAvailable: isThere,
    run: toField('list'),
  },
  {
    ...about,
    id: 'task.start',
    title: 'Set the start',
    words: 'date begin',
    keys: ['s'],
    icon: CalendarClock,
    isAvailable: isThere,
    run: toField('start'),
  },
  {
    ...about,
    id: 'task.due',
    title: 'Set the due date',
    words: 'deadline schedule',
    keys: ['d'],
    icon: CalendarCheck,
    isAvailable: isThere,
    run: toField('due'),
  },
  {
    ...about,
    id: 'task.someday',
    title: 'Put off, or not any more',
    words: 'someday later snooze',
    keys: ['z'],
    icon: Moon,
    isAvailable: isThere,
    run(context) {
      const someday = field(context, 'someday') !== true;
      each((actions, id) => actions.schedule(id, someday ? { someday, start: null } : { someday }))(context);
    },
  },
  {
    ...about,
    id: 'task.repeat',
    title: 'Set how it repeats',
    words: 'every recurring cycle',
    keys: ['c'],
    icon: Repeat2,
    isAvailable: isOne,
    run: toField('repeat'),
  },
  {
    ...about,
    id: 'task.remind',
    title: 'Set a reminder',
    words: 'bell notification',
    keys: ['b'],
    icon: Bell,
    isAvailable: isOne,
    run: toField('remind'),
  },
  {
    ...about,
    id: 'task.add-part',
    title: 'Add a subtask',
    words: 'part below checklist',
    keys: ['a'],
    icon: ListTree,
    isAvailable: isOne,
    run: toField('part'),
  },
  {
    ...about,
    id: 'task.indent',
    title: 'Put a subtask below the one above',
    keys: ['Alt+ArrowRight'],
    icon: IndentIncrease,
    isKeyOnly: true,
  },
  {
    ...about,
    id: 'task.outdent',
    title: 'Put a subtask one level up',
    keys: ['Alt+ArrowLeft'],
    icon: IndentDecrease,
    isKeyOnly: true,
  },
  {
    ...about,
    id: 'task.tag',
    title: 'Add a tag',
    keys: ['t'],
    icon: Tag,
    isAvailable: isThere,
    run: toField('tags'),
  },
  setPriority(3, '1'),
  setPriority(2, '2'),
  setPriority(1, '3'),
  setPriority(0, '4'),
  {
    ...about,
    id: 'task.choose',
    title: 'Choose, for something done with several',
    words: 'select multiple mark',
    keys: ['Shift+Space', 'v'],
    icon: ListChecks,
    isKeyOnly: true,
  },
  {
    ...about,
    id: 'task.choose-down',
    title: 'Choose the next one too',
    keys: ['Shift+ArrowDown', 'Shift+J'],
    icon: ListEnd,
    isKeyOnly: true,
  },
  {
    ...about,
    id: 'task.choose-up',
    title: 'Choose the one before too',
    keys: ['Shift+ArrowUp', 'Shift+K'],
    icon: ListStart,
    isKeyOnly: true,
  },
  {
    ...about,
    id: 'task.choose-all',
    title: 'Choose all of the list',
    scope: 'rows',
    keys: ['$mod+a'],
    icon: ListChecks,
  },
  { ...about, id: 'task.up', title: 'Move up', keys: ['Alt+ArrowUp'], icon: ArrowUp, isAvailable: isOne },
  { ...about, id: 'task.down', title: 'Move down', keys: ['Alt+ArrowDown'], icon: ArrowDown, isAvailable: isOne },
  {
    ...about,
    id: 'task.history',
    title: 'History of the task',
    keys: ['h'],
    icon: History,
    isAvailable: ({ subjects }) => subjects.task.length === 1,
    run: toField('history'),
  },
  {
    ...about,
    id: 'task.remove',
    title: 'Delete',
    words: 'trash',
    keys: ['Delete', 'Backspace'],
    icon: Trash2,
    isAvailable: isThere,
    run(context) {
      const { route, subjects } = context;
      if (route.taskId !== undefined && subjects.task.includes(route.taskId)) closeTask(route);
      each((actions, id) => actions.remove(id))(context);
    },
  },
  {
    ...about,
    id: 'task.restore',
    title: 'Restore from the trash',
    keys: ['r'],
    icon: RotateCcw,
    isAvailable: isDeleted,
    run: each((actions, id) => actions.restore(id)),
  },
  {
    ...about,
    id: 'task.close',
    title: 'Close the details, or let go of what is chosen',
    keys: ['Escape'],
    icon: X,
    whileTyping: true,
    isKeyOnly: true,
    isAvailable: ({ route }) => route.taskId !== undefined || areTasksChosen(),
    run: ({ route }) => closeTask(route),
  },
];

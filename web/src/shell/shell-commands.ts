import {
  CalendarDays,
  CircleCheck,
  History,
  Inbox,
  Keyboard,
  Layers,
  LogOut,
  Moon,
  NotebookPen,
  Redo2,
  RefreshCw,
  Search,
  Settings,
  Split,
  SquareTerminal,
  Sun,
  SunMoon,
  Trash2,
  Undo2,
  Waypoints,
} from 'lucide-react';
import type { Command, CommandContext } from '../command/command.ts';
import { goTo } from './navigation.ts';
import { showOverlay } from './overlay.ts';
import type { PlainScreenName } from './router.ts';
import { switchTheme } from './theme.ts';
import { focusWhenThere } from './when-there.ts';

function toScreen(name: PlainScreenName, title: string, keys: string, icon: Command['icon'], words = ''): Command {
  return {
    id: `go.${name}`,
    title,
    words,
    group: 'Go to',
    scope: 'app',
    keys: [keys],
    icon,
    run: () => goTo({ name }),
  };
}

/** In a file of its own: no list has to wait for it. */
async function stepBack({ cairn }: CommandContext, which: 'undo' | 'redo'): Promise<void> {
  const module = await import('../history/step-back.ts');
  await module.stepBack(cairn, which);
}

export const shellCommands: readonly Command[] = [
  {
    id: 'app.palette',
    title: 'Do or find anything',
    group: 'Anywhere',
    scope: 'app',
    keys: ['$mod+k'],
    icon: SquareTerminal,
    whileTyping: true,
    isKeyOnly: true,
    run: (context) => showOverlay('palette', context),
  },
  {
    id: 'app.search',
    title: 'Search tasks and notes',
    words: 'find look',
    group: 'Anywhere',
    scope: 'app',
    keys: ['/'],
    icon: Search,
    run() {
      goTo({ name: 'search' });
      focusWhenThere('#search');
    },
  },
  toScreen('inbox', 'Inbox', 'g i', Inbox),
  toScreen('today', 'Today', 'g t', Sun),
  toScreen('upcoming', 'Upcoming', 'g u', CalendarDays, 'calendar week'),
  toScreen('anytime', 'Anytime', 'g a', Layers),
  toScreen('someday', 'Someday', 'g s', Moon, 'later put off'),
  toScreen('notes', 'Notes', 'g n', NotebookPen),
  toScreen('completed', 'Completed', 'g c', CircleCheck, 'done'),
  toScreen('trash', 'Trash', 'g d', Trash2, 'deleted bin'),
  toScreen('conflicts', 'Conflicts', 'g x', Split),
  toScreen('activity', 'Activity', 'g h', History, 'history log'),
  toScreen('sync', 'Sync', 'g y', Waypoints, 'queue waiting server'),
  toScreen('settings', 'Settings', 'g ,', Settings, 'preferences account devices'),
  {
    id: 'app.undo',
    title: 'Undo the last step',
    group: 'Anywhere',
    scope: 'app',
    keys: ['$mod+z'],
    icon: Undo2,
    run: (context) => void stepBack(context, 'undo'),
  },
  {
    id: 'app.redo',
    title: 'Do it again',
    words: 'redo',
    group: 'Anywhere',
    scope: 'app',
    keys: ['$mod+Shift+z', '$mod+y'],
    icon: Redo2,
    run: (context) => void stepBack(context, 'redo'),
  },
  {
    id: 'app.sync',
    title: 'Ask the server now',
    words: 'sync refresh',
    group: 'Anywhere',
    scope: 'app',
    keys: ['Shift+S'],
    icon: RefreshCw,
    run: ({ cairn }) => cairn.syncNow(),
  },
  {
    id: 'app.theme',
    title: 'Switch between light and dark',
    words: 'theme appearance',
    group: 'Anywhere',
    scope: 'app',
    keys: ['Shift+T'],
    icon: SunMoon,
    run: switchTheme,
  },
  {
    id: 'app.sign-out',
    title: 'Sign out',
    words: 'leave log out',
    group: 'Anywhere',
    scope: 'app',
    keys: ['Shift+Q'],
    icon: LogOut,
    run: () => showOverlay('sign-out'),
  },
  {
    id: 'app.keys',
    title: 'These keys',
    words: 'keyboard shortcuts help',
    group: 'Anywhere',
    scope: 'app',
    keys: ['?'],
    icon: Keyboard,
    run: () => showOverlay('keys'),
  },
];

import {
  CalendarDays,
  CircleCheck,
  History,
  Inbox,
  Keyboard,
  Layers,
  Moon,
  NotebookPen,
  Search,
  Settings,
  Split,
  Sun,
  Trash2,
} from 'lucide-react';
import type { ComponentProps } from 'react';
import { useTodayGroups } from '../agenda/use-agenda.ts';
import { useIds } from '../cairn/cairn-context.ts';
import { useWaiting } from '../conflict/use-waiting.ts';
import { useKeyHint } from '../command/use-key-hint.ts';
import { SidebarLists } from '../list/sidebar-lists.tsx';
import { SyncStatusLine } from '../sync/sync-status-line.tsx';
import { INBOX, openTasks } from '../task/indexes.ts';
import { IconButton } from '../ui/button.tsx';
import { Logo } from '../ui/logo.tsx';
import { showOverlay } from './overlay.ts';
import type { PlainScreenName, Screen } from './router.ts';
import { SidebarItem } from './sidebar-item.tsx';

interface Props {
  readonly screen: Screen;
  /** On a phone the sync line stands above the screen, not in here. */
  readonly isDrawer?: boolean;
}

export function Sidebar({ screen, isDrawer = false }: Props) {
  const keysHint = useKeyHint('app.keys');
  const item = (name: PlainScreenName) => ({
    screen: { name },
    isCurrent: screen.name === name,
  });
  return (
    <nav aria-label="Main" className="flex h-full flex-col bg-ground">
      <div className="flex items-center gap-2 px-5 pt-5 pb-4">
        <Logo className="size-6" />
        <span className="text-lg font-semibold tracking-tight">Cairn</span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-4 thin-scroll">
        <SidebarItem {...item('search')}>
          <Search aria-hidden /> Search
        </SidebarItem>
        <InboxItem {...item('inbox')} />
        <TodayItem {...item('today')} />
        <SidebarItem {...item('upcoming')}>
          <CalendarDays aria-hidden /> Upcoming
        </SidebarItem>
        <SidebarItem {...item('anytime')} takes={{ to: 'anytime' }}>
          <Layers aria-hidden /> Anytime
        </SidebarItem>
        <SidebarItem {...item('someday')} takes={{ to: 'someday' }}>
          <Moon aria-hidden /> Someday
        </SidebarItem>
        <div className="h-3" />
        <SidebarItem {...item('notes')}>
          <NotebookPen aria-hidden /> Notes
        </SidebarItem>
        <SidebarItem {...item('completed')} takes={{ to: 'completed' }}>
          <CircleCheck aria-hidden /> Completed
        </SidebarItem>
        <SidebarItem {...item('trash')} takes={{ to: 'trash' }}>
          <Trash2 aria-hidden /> Trash
        </SidebarItem>
        <SidebarItem {...item('activity')}>
          <History aria-hidden /> Activity
        </SidebarItem>
        <ConflictsItem {...item('conflicts')} />
        <SidebarLists current={screen.name === 'list' ? screen.listId : undefined} />
      </div>
      <div className="border-t border-line px-2 py-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        {!isDrawer && <SyncStatusLine />}
        <div className="flex items-center gap-1">
          <div className="flex-1">
            <SidebarItem {...item('settings')}>
              <Settings aria-hidden /> Settings
            </SidebarItem>
          </div>
          <IconButton
            label="Keyboard shortcuts"
            {...keysHint}
            onClick={() => showOverlay('keys')}
            className="pointer-coarse:hidden"
          >
            <Keyboard className="size-4.5" />
          </IconButton>
        </div>
      </div>
    </nav>
  );
}

// A count of its own each: most changes change one, and what is as it was is not to be drawn anew with every task.

type ItemProps = Pick<ComponentProps<typeof SidebarItem>, 'screen' | 'isCurrent'>;

function InboxItem(props: ItemProps) {
  return (
    <SidebarItem {...props} count={useIds(openTasks, INBOX).length} takes={{ to: 'list', listId: null }}>
      <Inbox aria-hidden /> Inbox
    </SidebarItem>
  );
}

function TodayItem(props: ItemProps) {
  const { overdue, today } = useTodayGroups();
  return (
    <SidebarItem {...props} count={overdue.ids.length + today.ids.length} takes={{ to: 'today' }}>
      <Sun aria-hidden /> Today
    </SidebarItem>
  );
}

function ConflictsItem(props: ItemProps) {
  const count = useWaiting().length;
  if (count === 0 && !props.isCurrent) return null;
  return (
    <SidebarItem {...props} count={count}>
      <Split aria-hidden /> Conflicts
    </SidebarItem>
  );
}

import { useEffect, useState } from 'react';
import { InboxScreen, ListScreen } from '../list/list-screen.tsx';
import { SyncStatusLine } from '../sync/sync-status-line.tsx';
import { useObservable } from '../cairn/use-observable.ts';
import { keepEarlyKeys } from '../command/early-keys.ts';
import { PlainCapture } from '../capture/plain-capture.tsx';
import { useTaskActions } from '../task/task-actions.ts';
import { useTaskDrops } from '../task/task-drag.ts';
import { useDropActions } from '../task/use-drop-actions.ts';
import { Announcer } from '../ui/announcer.tsx';
import { drawn } from '../ui/drawn.ts';
import { part } from '../ui/part.tsx';
import { PaneContext } from '../ui/pane-context.ts';
import { PHONE, useMedia } from '../ui/use-media.ts';
import { navigate } from './navigation.ts';
import { closeOverlay, overlay } from './overlay.ts';
import type { Route, Screen } from './router.ts';
import { EmptyNote, ScreenFrame, ScreenHeading } from './screen-frame.tsx';
import { useScreenEffects } from './screen-effects.ts';
import { PhoneBar } from './phone-bar.tsx';
import { Sidebar } from './sidebar.tsx';

const Afterwards = part(() => drawn().then(() => import('./afterwards.tsx').then((m) => m.Afterwards)), null, {
  isAside: true,
});
const TodayScreen = part(() => import('../agenda/today-screen.tsx').then((m) => m.TodayScreen));
const UpcomingScreen = part(() => import('../agenda/upcoming-screen.tsx').then((m) => m.UpcomingScreen));
const AnytimeScreen = part(() => import('../agenda/anytime-screen.tsx').then((m) => m.AnytimeScreen));
const SomedayScreen = part(() => import('../agenda/someday-screen.tsx').then((m) => m.SomedayScreen));
const CompletedScreen = part(() => import('../task/completed-screen.tsx').then((m) => m.CompletedScreen));
const TagScreen = part(() => import('../tag/tag-screen.tsx').then((m) => m.TagScreen));
const NotesScreen = part(() => import('../note/notes-screen.tsx').then((m) => m.NotesScreen));
const TrashScreen = part(() => import('../trash/trash-screen.tsx').then((m) => m.TrashScreen));
const ConflictScreen = part(() => import('../conflict/conflict-screen.tsx').then((m) => m.ConflictScreen));
const ActivityScreen = part(() => import('../activity/activity-screen.tsx').then((m) => m.ActivityScreen));
const SyncScreen = part(() => import('../sync/sync-screen.tsx').then((m) => m.SyncScreen));
const SettingsScreen = part(() => import('../account/settings-screen.tsx').then((m) => m.SettingsScreen));
const TaskDetail = part(() => import('../task/task-detail.tsx').then((m) => m.TaskDetail));
const CaptureOverlay = part(
  () => import('../capture/capture-overlay.tsx').then((m) => m.CaptureOverlay),
  <PlainCapture />,
);
const KeySheet = part(() => import('./key-sheet.tsx').then((m) => m.KeySheet));
const SignOutSheet = part(() => import('../account/sign-out-sheet.tsx').then((m) => m.SignOutSheet));
const Palette = part(() => import('../command/palette.tsx').then((m) => m.Palette));
const SearchScreen = part(() => import('../search/search-screen.tsx').then((m) => m.SearchScreen));
const Drawer = part(() => import('./drawer.tsx').then((m) => m.Drawer));

/** The signed-in app: sidebar, screen, and the detail of a task beside it. */
export function Shell({ route }: { route: Route }) {
  const { screen, taskId } = route;
  const [pane, setPane] = useState<HTMLElement | null>(null);
  const isPhone = useMedia(PHONE);
  useEffect(keepEarlyKeys, []);
  const isCovered = isPhone && taskId !== undefined;
  useScreenEffects(route, pane);
  useTaskDrops(useTaskActions(), useDropActions());

  return (
    <PaneContext value={pane}>
      <a
        href="#content"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent px-4 py-2 text-on-accent focus:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex h-dvh">
        {!isPhone && (
          <div inert={isCovered} className="w-66 shrink-0 border-r border-line">
            <Sidebar screen={screen} />
          </div>
        )}
        <div className="flex min-w-0 flex-1 flex-col bg-surface">
          {isPhone && (
            <header inert={isCovered} className="flex justify-end bg-surface px-1 pt-[env(safe-area-inset-top)]">
              <div className="min-w-0">
                <SyncStatusLine />
              </div>
            </header>
          )}
          <div inert={isCovered} role="region" aria-label="Connection">
            <Afterwards route={route} />
          </div>
          <div className="flex min-h-0 flex-1">
            <main
              ref={setPane}
              id="content"
              tabIndex={-1}
              inert={isCovered}
              className="min-w-0 flex-1 overflow-y-auto thin-scroll"
            >
              {pane && <CurrentScreen screen={screen} />}
            </main>
            {taskId !== undefined && <TaskDetail id={taskId} route={route} />}
          </div>
          {isPhone && <PhoneBar screen={screen} isCovered={isCovered} />}
        </div>
      </div>
      <CurrentOverlay screen={screen} />
      <Announcer />
    </PaneContext>
  );
}

function CurrentOverlay({ screen }: { screen: Screen }) {
  switch (useObservable(overlay)) {
    case 'keys':
      return <KeySheet onClose={closeOverlay} />;
    case 'capture':
      return <CaptureOverlay screen={screen} onClose={closeOverlay} />;
    case 'drawer':
      return <Drawer screen={screen} onClose={closeOverlay} />;
    case 'palette':
      return <Palette onClose={closeOverlay} />;
    case 'sign-out':
      return <SignOutSheet onClose={closeOverlay} />;
    default:
      return null;
  }
}

function CurrentScreen({ screen }: { screen: Screen }) {
  switch (screen.name) {
    case 'inbox':
      return <InboxScreen />;
    case 'today':
      return <TodayScreen />;
    case 'upcoming':
      return <UpcomingScreen />;
    case 'anytime':
      return <AnytimeScreen />;
    case 'someday':
      return <SomedayScreen />;
    case 'list':
      return <ListScreen listId={screen.listId} />;
    case 'tag':
      return <TagScreen tagKey={screen.tagKey} />;
    case 'completed':
      return <CompletedScreen />;
    case 'search':
      return <SearchScreen />;
    case 'notes':
      return <NotesScreen />;
    case 'trash':
      return <TrashScreen />;
    case 'conflicts':
      return <ConflictScreen />;
    case 'activity':
      return <ActivityScreen />;
    case 'sync':
      return <SyncScreen />;
    case 'settings':
      return <SettingsScreen />;
    case 'tour':
    case 'sign-in':
    case 'sign-up':
      return <ToInbox />;
    case 'nowhere':
      return (
        <ScreenFrame>
          <ScreenHeading>Nothing here</ScreenHeading>
          <EmptyNote>This address leads nowhere.</EmptyNote>
        </ScreenFrame>
      );
  }
}

function ToInbox() {
  useEffect(() => navigate('/inbox', 'replace'), []);
  return null;
}

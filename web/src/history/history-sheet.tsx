import type { EntityRef } from '@cairn/domain';
import { useState } from 'react';
import { Sheet } from '../ui/sheet.tsx';
import { EventList } from './entity-history.tsx';
import type { LoggedEvent } from './logged-event.ts';
import { VersionView } from './version-sheet.tsx';

interface Props {
  readonly entity: EntityRef;
  readonly title: string;
  readonly onClose: () => void;
}

/** The history of something whose pane has no room for it; a version takes the place of the list. */
export function HistorySheet({ entity, title, onClose }: Props) {
  const [shown, setShown] = useState<LoggedEvent>();
  return (
    <Sheet title={shown ? `Version ${shown.version}` : title} onClose={onClose} className="max-w-lg">
      {shown ? (
        <VersionView event={shown} onClose={() => setShown(undefined)} closing="Back" />
      ) : (
        <EventList entity={entity} onShow={setShown} />
      )}
    </Sheet>
  );
}

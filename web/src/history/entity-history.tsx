import type { Entity, EntityRef } from '@cairn/domain';
import { useId, useState } from 'react';
import { useDeviceNames } from '../account/device-names.ts';
import { useEntityStatus } from '../cairn/cairn-context.ts';
import { useEntity } from '../cairn/use-entity.ts';
import { sayMoment } from '../task/say-date.ts';
import { Button } from '../ui/button.tsx';
import { part } from '../ui/part.tsx';
import { EventLine } from './event-line.tsx';
import { lastWrites } from './last-writes.ts';
import type { LoggedEvent } from './logged-event.ts';
import { useHistory } from './use-history.ts';

const VersionSheet = part(() => import('./version-sheet.tsx').then((module) => module.VersionSheet));

/** The history at the end of a pane. */
export function EntityHistory({ entity }: { entity: EntityRef }) {
  const heading = useId();
  const [shown, setShown] = useState<LoggedEvent>();
  return (
    <section aria-labelledby={heading} className="mt-6 border-t border-line pt-4">
      <h2 id={heading} className="mb-2 text-sm font-medium text-ink-faint">
        History
      </h2>
      <EventList entity={entity} onShow={setShown} />
      {shown && <VersionSheet event={shown} onClose={() => setShown(undefined)} />}
    </section>
  );
}

/** Who did what, when, and the way back. The log is on the server; what this device knows by itself is told without it. */
export function EventList({ entity: ref, onShow }: { entity: EntityRef; onShow: (event: LoggedEvent) => void }) {
  const entity = useEntity(ref);
  const { pending } = useEntityStatus(ref.type, ref.id);
  const { events, isAsking, isAway, earlier } = useHistory(ref);
  if (!entity) return null;
  return (
    <div className="text-sm">
      {pending > 0 && (
        <p className="mb-3 text-ink-soft">
          {pending === 1 ? '1 change is' : `${pending} changes are`} saved here and not on the server yet.
        </p>
      )}
      {isAway ? (
        <>
          <KnownHere entity={entity} />
          <p className="mt-3 text-ink-faint">The rest is on the server and needs a connection.</p>
        </>
      ) : (
        <ol className="space-y-3.5">
          {events.map((event) => (
            <EventLine key={event.id} event={event} entity={entity} onShow={() => onShow(event)} />
          ))}
        </ol>
      )}
      {isAsking && <p className="text-ink-faint">Asking the server…</p>}
      {earlier && !isAway && (
        <Button look="quiet" className="mt-2 -ml-3" onClick={earlier}>
          Earlier
        </Button>
      )}
    </div>
  );
}

function KnownHere({ entity }: { entity: Entity }) {
  const writes = lastWrites(entity);
  const deviceName = useDeviceNames(writes.map(({ device }) => device));
  const now = new Date();
  return (
    <ol className="space-y-2">
      {writes.map(({ version, text, at, device }) => (
        <li key={version}>
          <span className="block wrap-anywhere">{text}</span>
          <span className="text-ink-faint tabular-nums">
            {sayMoment(at, now)} · {deviceName(device)}
          </span>
        </li>
      ))}
    </ol>
  );
}

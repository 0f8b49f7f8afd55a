import { bringBack, registry, type Entity, type Fields } from '@cairn/domain';
import { useDeviceNames } from '../account/device-names.ts';
import { useEntity } from '../cairn/use-entity.ts';
import { sayMoment } from '../task/say-date.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import type { LoggedEvent } from './logged-event.ts';
import { useRecoveryActions } from './recovery-actions.ts';
import { useNames } from './use-names.ts';
import { useVersion, type EntityVersion } from './use-version.ts';
import { versionRows } from './version-rows.ts';
import { wordsOf } from './words/words.ts';

interface Props {
  readonly event: LoggedEvent;
  readonly onClose: () => void;
}

/** An entity as an event left it, over everything else. */
export function VersionSheet(props: Props) {
  return (
    <Sheet title={`Version ${props.event.version}`} onClose={props.onClose} className="max-w-lg">
      <VersionView {...props} closing="Close" />
    </Sheet>
  );
}

/** An entity as an event left it, to read and to bring back. */
export function VersionView({ event, onClose, closing }: Props & { closing: string }) {
  const ref = { type: event.entityType, id: event.entityId };
  const deviceName = useDeviceNames();
  const entity = useEntity(ref);
  const actions = useRecoveryActions();
  const { version, isAway } = useVersion(ref, event.version);
  const isNow = version !== undefined && entity !== undefined && isSame(ref, entity.fields, version);
  return (
    <>
      <p className="mb-4 text-ink-soft tabular-nums">
        {sayMoment(event.at, new Date())} · after a change on {deviceName(event.device)}
      </p>
      {version && entity && <Card entity={entity} version={version} />}
      {!version && (
        <p className="py-6 text-center text-ink-faint">
          {isAway ? 'Earlier versions are on the server and need a connection.' : 'Asking the server…'}
        </p>
      )}
      <div className="mt-6 flex flex-wrap items-center justify-end gap-2">
        {isNow && <p className="mr-auto text-sm text-ink-faint">It is like this now.</p>}
        <Button onClick={onClose}>{closing}</Button>
        {version && !isNow && (
          <Button
            look="primary"
            onClick={() => {
              onClose();
              void actions.bringBack(ref, version);
            }}
          >
            Bring this version back
          </Button>
        )}
      </div>
    </>
  );
}

/** A text is compared when it is brought back: that needs the editor's code. */
function isSame({ type, id }: { type: string; id: string }, now: Fields, { fields, body }: EntityVersion): boolean {
  return body === undefined && bringBack(registry, type, id, now, fields) === undefined;
}

function Card({ entity, version: { fields, body } }: { entity: Entity; version: EntityVersion }) {
  const names = useNames();
  const { titleField, fields: words } = wordsOf(entity.type);
  return (
    <div className="rounded-md border border-line bg-surface p-4">
      {titleField && (
        <p className="text-lg leading-snug font-semibold wrap-anywhere">
          {words[titleField]!.say(fields[titleField] ?? '', names)}
        </p>
      )}
      {body !== undefined && body !== '' && (
        <p
          tabIndex={0}
          className="mt-3 max-h-80 overflow-y-auto wrap-anywhere whitespace-pre-wrap text-ink-soft thin-scroll"
        >
          {body}
        </p>
      )}
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-5 gap-y-1.5 text-sm">
        {versionRows(entity, fields, names).map(({ field, name, then, now }) => (
          <div key={field} className="contents first:[&>*]:mt-3">
            <dt className="text-ink-faint">{name}</dt>
            <dd className="wrap-anywhere whitespace-pre-wrap">
              {then}
              {now !== undefined && <span className="text-ink-faint"> · now {now}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

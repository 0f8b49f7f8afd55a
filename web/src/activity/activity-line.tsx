import type { Entity, MergeOutcome } from '@cairn/domain';
import { Undo2 } from 'lucide-react';
import { useDeviceNames } from '../account/device-names.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { useEntity } from '../cairn/use-entity.ts';
import { canTakeBack } from '../history/can-take-back.ts';
import { entityPath } from '../history/entity-path.ts';
import type { LoggedEvent } from '../history/logged-event.ts';
import { useRecoveryActions } from '../history/recovery-actions.ts';
import { titleOf, wordsOf } from '../history/words/words.ts';
import { Link } from '../shell/link.tsx';
import { sayTime } from '../task/say-date.ts';
import { IconButton } from '../ui/button.tsx';

/** One event of the account, with the way to what it happened to. */
export function ActivityLine({ event }: { event: LoggedEvent }) {
  const ref = { type: event.entityType, id: event.entityId };
  const cairn = useCairn();
  const entity = useEntity(ref);
  const deviceName = useDeviceNames();
  const actions = useRecoveryActions();
  const did = wordsOf(event.entityType).events[event.type]?.did ?? 'changed';
  const title = titleOf(event.entityType, entity?.fields);
  const isUndoable = entity !== undefined && (event.type === 'NoteEdited' || canTakeBack(entity, event));
  return (
    <li className="group flex min-h-row items-center gap-3 py-1">
      <span className="w-11 shrink-0 text-sm text-ink-faint tabular-nums">{sayTime(event.at)}</span>
      <span className="min-w-0 flex-1">
        <span className="wrap-anywhere">
          {did.charAt(0).toUpperCase()}
          {did.slice(1)}{' '}
          <Link
            href={entityPath(cairn, ref)}
            className="font-medium underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {title}
          </Link>
        </span>
        <span className="block text-sm text-ink-faint">
          {deviceName(event.device)}
          <Fate event={event} entity={entity} />
        </span>
      </span>
      {isUndoable && (
        <IconButton
          label={`Undo this: ${did} ${title}`}
          onClick={() => void actions.takeBack(event)}
          className="opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-100"
        >
          <Undo2 className="size-4" />
        </IconButton>
      )}
    </li>
  );
}

/** Where what was asked does not stand. */
function Fate({ event: { id, merged }, entity }: { event: LoggedEvent; entity: Entity | undefined }) {
  const has = (outcome: MergeOutcome) => merged.some((one) => one.outcome === outcome);
  const conflict = entity?.conflicts[id];
  if (has('ASKED') && conflict && !conflict.settled) {
    return (
      <>
        {' · kept until you '}
        <Link href="/conflicts" className="text-notice underline underline-offset-2">
          choose
        </Link>
      </>
    );
  }
  return has('LOST') ? <> · another change stands</> : null;
}

import type { Entity } from '@cairn/domain';
import { Eye, Undo2 } from 'lucide-react';
import { useDeviceNames } from '../account/device-names.ts';
import { Link } from '../shell/link.tsx';
import { sayMoment } from '../task/say-date.ts';
import { IconButton } from '../ui/button.tsx';
import { canTakeBack } from './can-take-back.ts';
import { ComparedText } from './compared-text.tsx';
import type { LoggedEvent } from './logged-event.ts';
import { useRecoveryActions, type RecoveryActions } from './recovery-actions.ts';
import { useNames } from './use-names.ts';
import { sayMerged, type Outcome } from './words/say-merged.ts';
import { sayChanges, sayEvent, type SaidChange } from './words/words.ts';

interface Props {
  readonly event: LoggedEvent;
  readonly entity: Entity;
  readonly onShow: () => void;
}

/** One event of an entity: what, before and after, who and when, what it met, and the ways back. */
export function EventLine({ event, entity, onShow }: Props) {
  const names = useNames();
  const deviceName = useDeviceNames(event.merged.map(({ with: { device } }) => device));
  const actions = useRecoveryActions();
  const text = sayEvent(event.entityType, event, names);
  const changes = sayChanges(event.entityType, event, names);
  // What takes a piece of text back is known to the server alone.
  const isUndoable = event.type === 'NoteEdited' || canTakeBack(entity, event);
  return (
    <li className="group relative pr-20">
      <p className="wrap-anywhere">{text}</p>
      {changes.map((change) => (
        <Change key={change.field} change={change} isAlone={changes.length === 1} />
      ))}
      <p className="text-ink-faint tabular-nums">
        {sayMoment(event.at, new Date())} · {deviceName(event.device)}
      </p>
      {event.isClamped && (
        <p className="text-ink-faint">The clock of that device was ahead; the time it arrived counts.</p>
      )}
      {sayMerged(event, names, deviceName).map((outcome) => (
        <MetLine key={outcome.text} outcome={outcome} event={event} entity={entity} actions={actions} />
      ))}
      <span className="absolute -top-1.5 -right-2 flex opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
        <IconButton label={`See version ${event.version}: ${text}`} onClick={onShow}>
          <Eye className="size-4" />
        </IconButton>
        {isUndoable && (
          <IconButton label={`Undo this: ${text}`} onClick={() => void actions.takeBack(event)}>
            <Undo2 className="size-4" />
          </IconButton>
        )}
      </span>
    </li>
  );
}

function Change({ change, isAlone }: { change: SaidChange; isAlone: boolean }) {
  const { name, from, to, isText } = change;
  return (
    <p className="wrap-anywhere text-ink-soft">
      {!isAlone && <span className="text-ink-faint">{name}: </span>}
      {isText && from !== undefined ? (
        <ComparedText from={from} to={to} />
      ) : (
        <>
          {from !== undefined && <span className="text-ink-faint line-through">{from}</span>} {to}
        </>
      )}
    </p>
  );
}

interface MetProps {
  readonly outcome: Outcome;
  readonly event: LoggedEvent;
  readonly entity: Entity;
  readonly actions: RecoveryActions;
}

function MetLine({ outcome: { text, lost, isAsked }, event, entity, actions }: MetProps) {
  const isOpen = isAsked && Object.values(entity.conflicts).some(({ id, settled }) => id === event.id && !settled);
  return (
    <p className={lost || isOpen ? 'text-notice' : 'text-ink-faint'}>
      {text}.{' '}
      {isOpen && (
        <Link href="/conflicts" className="font-medium underline underline-offset-2">
          Choose
        </Link>
      )}
      {lost && (
        <button
          type="button"
          className="font-medium underline underline-offset-2"
          onClick={() => void actions.use({ type: entity.type, id: entity.id }, { [lost.field]: lost.value })}
        >
          Use this instead
        </button>
      )}
    </p>
  );
}

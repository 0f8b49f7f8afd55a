import { clockTime, type Conflict, type Json, type Writer } from '@cairn/domain';
import { useId, useImperativeHandle, useRef, useState, type ReactNode, type Ref } from 'react';
import { useDeviceNames } from '../account/device-names.ts';
import { useCairn } from '../cairn/cairn-context.ts';
import { useEntity } from '../cairn/use-entity.ts';
import { commandOf } from '../command/commands.ts';
import { ComparedText } from '../history/compared-text.tsx';
import { entityPath } from '../history/entity-path.ts';
import { useNames } from '../history/use-names.ts';
import type { FieldWords, Names } from '../history/words/concept-words.ts';
import { fieldTitle } from '../history/words/settings-words.ts';
import { fieldWords, titleOf } from '../history/words/words.ts';
import { Link } from '../shell/link.tsx';
import { sayMoment } from '../task/say-date.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { useConflictActions } from './conflict-actions.ts';
import { VersionEditor } from './version-editor.tsx';
import type { Waiting } from './waiting.ts';

export type CardCommand = 'mine' | 'theirs' | 'edit';

export interface CardHandle {
  focus(): void;
  run(command: CardCommand): void;
}

interface Props {
  readonly waiting: Waiting;
  /** The one that keys are for. */
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
  readonly onSettled: () => void;
  readonly handle: Ref<CardHandle>;
}

/** One conflict: what it is about, what was there before, and the two versions side by side. */
export function ConflictCard({ waiting, isCurrent, onFocus, onSettled, handle }: Props) {
  const { entity: ref, conflictId } = waiting;
  const cairn = useCairn();
  const entity = useEntity(ref);
  const names = useNames();
  const actions = useConflictActions(names);
  const card = useRef<HTMLElement>(null);
  const [isEditing, setEditing] = useState(false);
  const isSettling = useRef(false);
  const conflict = entity?.conflicts[conflictId];
  const words = conflict && fieldWords(ref.type, conflict.field);

  async function settle(choice: 'MINE' | 'THEIRS' | 'EDITED', value?: Json): Promise<boolean> {
    // A key that is held down chooses once.
    if (!conflict || isSettling.current) return false;
    isSettling.current = true;
    const isSettled = await actions.settle(ref, conflict, choice, value);
    isSettling.current = false;
    if (isSettled) onSettled();
    return isSettled;
  }

  useImperativeHandle(handle, () => ({
    focus: () => card.current?.focus(),
    run(command) {
      if (command !== 'edit') return void settle(command === 'mine' ? 'MINE' : 'THEIRS');
      if (words?.isText) setEditing(true);
    },
  }));

  if (!entity || !conflict || !words) return null;
  const { field, base, mine, by, against } = conflict;
  // Not `conflict.theirs`: somebody may have written the field, or settled another conflict about it, since.
  const stands = entity.fields[field] ?? null;
  const standsBy = entity.writers[field] ?? against;
  const version = { words, names, base };
  return (
    <article
      ref={card}
      tabIndex={isCurrent ? 0 : -1}
      data-conflict={conflictId}
      aria-label={`${fieldTitle(ref.type, field)} of ${titleOf(ref.type, entity.fields)}`}
      aria-current={isCurrent ? 'true' : undefined}
      onFocus={onFocus}
      className={cx(
        'rounded-lg border bg-raised p-4 shadow-soft outline-none focus-visible:ring-1 focus-visible:ring-accent md:p-5',
        isCurrent ? 'border-accent' : 'border-line',
      )}
    >
      <h2 className="text-sm text-ink-faint">
        {fieldTitle(ref.type, field)} of{' '}
        <Link
          href={entityPath(cairn, ref)}
          className="font-medium text-ink underline decoration-line-strong underline-offset-4 wrap-anywhere hover:decoration-current"
        >
          {titleOf(ref.type, entity.fields)}
        </Link>
        {entity.fields.deletedAt ? ', in the trash' : ''}
      </h2>
      <Before conflict={conflict} words={words} names={names} />
      <div className="mt-4 grid gap-3 md:grid-cols-2">
        <Version {...version} value={mine} writer={by} shortcut="conflict.mine" onChoose={() => void settle('MINE')} />
        <Version
          {...version}
          value={stands}
          writer={standsBy}
          shortcut="conflict.theirs"
          onChoose={() => void settle('THEIRS')}
        >
          stands now
        </Version>
      </div>
      {words.isText &&
        (isEditing ? (
          <VersionEditor
            label={`Another ${words.name.toLowerCase()}`}
            text={String(mine)}
            isLong={words.isLong ?? false}
            onSave={(text) => settle('EDITED', text)}
            onEnd={() => {
              setEditing(false);
              card.current?.focus();
            }}
          />
        ) : (
          <Button look="quiet" className="mt-2 -ml-3" onClick={() => setEditing(true)}>
            Write another <Shortcut of="conflict.edit" />
          </Button>
        ))}
    </article>
  );
}

function Before({ conflict: { base }, words, names }: { conflict: Conflict; words: FieldWords; names: Names }) {
  if (words.isText && base === null) return null;
  return (
    <p className="mt-2 line-clamp-3 wrap-anywhere text-ink-soft">
      <span className="text-ink-faint">Before: </span>
      {words.say(base, names)}
    </p>
  );
}

interface VersionProps {
  readonly words: FieldWords;
  readonly names: Names;
  readonly base: Json;
  readonly value: Json;
  readonly writer: Writer;
  /** The command that chooses it. */
  readonly shortcut: string;
  readonly onChoose: () => void;
  readonly children?: ReactNode;
}

function Version({ words, names, base, value, writer, shortcut, onChoose, children }: VersionProps) {
  const device = useDeviceNames([writer.device])(writer.device);
  const isOwn = device === 'this device';
  const text = words.say(value, names);
  const content = useId();
  return (
    <div
      role="group"
      aria-label={isOwn ? 'Yours, on this device' : `On ${device}`}
      className="flex flex-col rounded-md border border-line bg-surface p-3.5"
    >
      <p className="mb-2 text-sm text-ink-faint">
        <span className="font-medium text-ink-soft">
          {isOwn ? 'Yours, on this device' : device.charAt(0).toUpperCase() + device.slice(1)}
        </span>
        {' · '}
        <span className="tabular-nums">{sayMoment(clockTime(writer.clock), new Date())}</span>
        {children && <> · {children}</>}
      </p>
      <p id={content} className="mb-4 flex-1 text-lg leading-snug wrap-anywhere">
        {words.isText && base !== null ? <ComparedText from={String(base)} to={text} /> : text}
      </p>
      <Button
        onClick={onChoose}
        aria-describedby={content}
        aria-keyshortcuts={commandOf(shortcut).keys[0]}
        className="self-start"
      >
        Keep this <Shortcut of={shortcut} />
      </Button>
    </div>
  );
}

function Shortcut({ of }: { of: string }) {
  return (
    <kbd
      aria-hidden
      className="rounded-sm border border-line-strong px-1.5 font-sans text-xs text-ink-faint pointer-coarse:hidden"
    >
      {commandOf(of).keys[0].toUpperCase()}
    </kbd>
  );
}

import { uuidv7 } from '@cairn/domain';
import { Check, Laptop, Smartphone, Wifi, WifiOff } from 'lucide-react';
import { useId, useState } from 'react';
import { useIdentity } from '../account/identity.ts';
import { Link } from '../shell/link.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { Button } from '../ui/button.tsx';
import { cx } from '../ui/class-names.ts';
import { Logo } from '../ui/logo.tsx';
import { conflictOf, newTour, setOnline, viewOf, write, type Seat, type TourWorld } from './tour-world.ts';

const TITLES = ['Buy milk', 'Mend the tent', 'Call Ada'];

const NAMES = { laptop: 'Your laptop', phone: 'Your phone' } as const;

const options = () => ({
  now: Date.now(),
  newId: () => uuidv7(Date.now(), crypto.getRandomValues(new Uint8Array(10))),
});

/** What has been seen so far. */
interface Seen {
  readonly cut: boolean;
  readonly changed: boolean;
  readonly both: boolean;
  readonly back: boolean;
}

/** What happens when the network goes, to be tried on two devices side by side: no account, no film, the real rules. */
export function TourPage() {
  useTitle('Without a network');
  const identity = useIdentity();
  const [world, setWorld] = useState<TourWorld>(() => newTour(TITLES, options()));
  const [seen, setSeen] = useState<Seen>({ cut: false, changed: false, both: false, back: false });

  function become(next: TourWorld) {
    const { laptop, phone } = next.devices;
    const waiting = laptop.pending.length + phone.pending.length;
    setSeen((before) => ({
      cut: before.cut || !laptop.isOnline || !phone.isOnline,
      changed: before.changed || waiting > 0,
      both: before.both || (before.changed && laptop.sequence > TITLES.length && phone.sequence > 0),
      back: before.back || (before.changed && waiting === 0 && laptop.isOnline && phone.isOnline),
    }));
    setWorld(next);
  }

  const steps = [
    [seen.cut, 'Switch off the network of the laptop.'],
    [seen.changed, 'Tick a task there, or reword it. It is done at once, and kept.'],
    [seen.both, 'Change the same task on the phone.'],
    [seen.back, 'Switch the network on again: both devices show both changes.'],
  ] as const;

  return (
    <main className="min-h-dvh overflow-y-auto bg-ground px-4 py-8 md:px-10">
      <div className="mx-auto max-w-4xl">
        <header className="mb-6 flex items-start justify-between gap-4">
          <div>
            <Logo className="mb-3 size-10" />
            <h1 tabIndex={-1} className="text-title leading-tight font-bold tracking-tight">
              What happens when the network goes
            </h1>
            <p className="mt-1 max-w-xl text-ink-soft text-pretty">
              Two devices of one person. Try it: it runs here alone, by the same rules as the app.
            </p>
          </div>
          <Leave isKnown={Boolean(identity)} label="Skip" />
        </header>
        <ol className="mb-6 grid gap-x-6 gap-y-1.5 sm:grid-cols-2" aria-label="To try">
          {steps.map(([isDone, text], index) => (
            <li key={text} className={cx('flex items-start gap-2.5 py-1', isDone ? 'text-ink-soft' : 'text-ink')}>
              <span
                className={cx(
                  'mt-0.5 grid size-5 shrink-0 place-items-center rounded-full text-xs font-medium',
                  isDone ? 'bg-accent text-on-accent' : 'border border-edge',
                )}
              >
                {isDone ? <Check aria-label="Done" className="size-3.5" /> : index + 1}
              </span>
              <span className="text-pretty">{text}</span>
            </li>
          ))}
        </ol>
        <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
          <DevicePanel seat="laptop" world={world} onChange={become} />
          <DevicePanel seat="phone" world={world} onChange={become} />
        </div>
        <p role="status" className="mt-4 text-center text-sm text-ink-soft">
          {sayServer(world)}
        </p>
        {seen.back && (
          <div className="mt-6 flex flex-col items-center gap-3 text-center">
            <p className="max-w-md text-pretty">
              That is all there is to it. Nothing was lost, and nobody had to wait.
            </p>
            <Leave isKnown={Boolean(identity)} label={identity ? 'Back to your tasks' : 'Begin a cairn'} isLast />
          </div>
        )}
      </div>
    </main>
  );
}

function Leave({ isKnown, label, isLast = false }: { isKnown: boolean; label: string; isLast?: boolean }) {
  return (
    <Link
      href={isKnown ? '/inbox' : '/sign-up'}
      className={cx(
        'inline-flex min-h-target items-center rounded-md px-4 text-sm font-medium whitespace-nowrap',
        isLast ? 'bg-accent text-on-accent hover:bg-accent-strong' : 'text-ink-soft hover:bg-hover hover:text-ink',
      )}
    >
      {label}
    </Link>
  );
}

function sayServer({ position, merged }: TourWorld): string {
  const both = merged > 0 ? ` ${merged === 1 ? 'One was' : `${merged} were`} merged with what the other had done.` : '';
  return `The server has ${position} changes.${both}`;
}

interface PanelProps {
  readonly seat: Seat;
  readonly world: TourWorld;
  readonly onChange: (world: TourWorld) => void;
}

function DevicePanel({ seat, world, onChange }: PanelProps) {
  const heading = useId();
  const { isOnline, pending } = world.devices[seat];
  const Icon = seat === 'laptop' ? Laptop : Smartphone;
  const Network = isOnline ? Wifi : WifiOff;
  const act = (mutation: string, payload: { readonly [member: string]: unknown }) =>
    onChange(write(world, seat, mutation, payload, options()));
  return (
    <section
      aria-labelledby={heading}
      data-seat={seat}
      className={cx('rounded-lg border bg-surface p-4 transition-colors', isOnline ? 'border-line' : 'border-notice')}
    >
      <div className="mb-3 flex items-center gap-2.5">
        <Icon aria-hidden className="size-5 text-ink-faint" />
        <h2 id={heading} className="flex-1 font-semibold">
          {NAMES[seat]}
        </h2>
        <button
          type="button"
          role="switch"
          aria-checked={isOnline}
          aria-label={`Network of ${NAMES[seat].toLowerCase()}`}
          onClick={() => onChange(setOnline(world, seat, !isOnline))}
          className={cx(
            'inline-flex min-h-target items-center gap-2 rounded-full px-3 text-sm font-medium transition-colors',
            isOnline ? 'bg-accent-wash text-accent' : 'bg-notice-wash text-notice',
          )}
        >
          <Network aria-hidden className="size-4" />
          {isOnline ? 'Online' : 'Offline'}
        </button>
      </div>
      <ul className="divide-y divide-line">
        {viewOf(world, seat).map((task) => {
          const title = String(task.fields.title);
          const isDone = task.fields.completedAt !== null;
          const conflict = conflictOf(task);
          return (
            <li key={task.id} className="py-1.5">
              <div className="flex items-center gap-2.5">
                <input
                  type="checkbox"
                  checked={isDone}
                  aria-label={`Complete ${title}`}
                  onChange={() => act(isDone ? 'reopenTask' : 'completeTask', { taskId: task.id })}
                  className="size-5 shrink-0 accent-accent"
                />
                <TitleField
                  key={title}
                  title={title}
                  isDone={isDone}
                  onSave={(given) => act('retitleTask', { taskId: task.id, title: given })}
                />
                {pending.some(({ entityId }) => entityId === task.id) && (
                  <span
                    className="size-2 shrink-0 rounded-full bg-notice"
                    role="img"
                    aria-label="Not on the server yet"
                  />
                )}
              </div>
              {conflict && (
                <div className="mt-1 mb-2 ml-7.5 rounded-md bg-notice-wash p-3 text-sm text-notice">
                  <p className="mb-2">Both devices changed these words. Which stay?</p>
                  <div className="flex flex-wrap gap-2">
                    {(['MINE', 'THEIRS'] as const).map((choice) => (
                      <Button
                        key={choice}
                        onClick={() => act('settleTaskConflict', { taskId: task.id, conflictId: conflict.id, choice })}
                      >
                        {String(choice === 'MINE' ? conflict.mine : conflict.theirs)}
                      </Button>
                    ))}
                  </div>
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <p className="mt-3 border-t border-line pt-3 text-sm text-ink-soft">
        {pending.length > 0
          ? `Saved here, ${pending.length} waiting${isOnline ? '' : ', offline'}`
          : isOnline
            ? 'All of it is on the server'
            : 'Offline. Everything is here, and can be changed'}
      </p>
    </section>
  );
}

interface TitleProps {
  readonly title: string;
  readonly isDone: boolean;
  readonly onSave: (title: string) => void;
}

function TitleField({ title, isDone, onSave }: TitleProps) {
  const [text, setText] = useState(title);
  const save = () => {
    const given = text.trim();
    if (given !== '' && given !== title) onSave(given);
    else setText(title);
  };
  return (
    <input
      aria-label={`Title of ${title}`}
      value={text}
      maxLength={100}
      onChange={({ target }) => setText(target.value)}
      onBlur={save}
      onKeyDown={({ key, currentTarget }) => key === 'Enter' && currentTarget.blur()}
      className={cx(
        'min-h-target min-w-0 flex-1 rounded-md bg-transparent px-1.5 hover:bg-hover focus:bg-hover',
        isDone && 'text-ink-faint line-through',
      )}
    />
  );
}

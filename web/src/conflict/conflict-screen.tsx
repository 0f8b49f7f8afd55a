import { Split } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useProvides } from '../command/provided.ts';
import { EmptyNote, ScreenFrame, ScreenHeading } from '../shell/screen-frame.tsx';
import { useTitle } from '../shell/screen-effects.ts';
import { withdraw } from '../ui/notify.ts';
import { ConflictCard, type CardCommand, type CardHandle } from './conflict-card.tsx';
import { CONFLICT_TOAST } from './use-conflict-toast.ts';
import { useWaiting } from './use-waiting.ts';

/** More at once than anybody settles in one sitting; the others come up as these go. */
const SHOWN = 50;

/** What two devices changed without knowing of each other, and a person is to choose. */
export function ConflictScreen() {
  useTitle('Conflicts');
  const waiting = useWaiting();
  const [chosen, setChosen] = useState<string>();
  const cards = useRef(new Map<string, CardHandle>());
  const shown = waiting.slice(0, SHOWN);
  const at = Math.max(
    0,
    shown.findIndex(({ key }) => key === chosen),
  );
  const current = shown[at]?.key;

  const go = (index: number) => {
    const next = shown[Math.min(Math.max(index, 0), shown.length - 1)];
    if (!next) return;
    setChosen(next.key);
    cards.current.get(next.key)?.focus();
  };
  const choose = (name: CardCommand) => {
    if (current !== undefined) cards.current.get(current)?.run(name);
  };
  /** The one after it takes its place; after the last one, the screen itself. */
  const onSettled = (key: string) => {
    const index = shown.findIndex((one) => one.key === key);
    const next = shown[index + 1] ?? shown[index - 1];
    setChosen(next?.key);
    const heir = next && cards.current.get(next.key);
    if (heir) heir.focus();
    else document.querySelector<HTMLElement>('h1')?.focus();
  };

  useEffect(() => withdraw(CONFLICT_TOAST), []);
  useProvides({
    'conflict.mine': () => choose('mine'),
    'conflict.theirs': () => choose('theirs'),
    'conflict.edit': () => choose('edit'),
    'rows.next': () => go(at + 1),
    'rows.previous': () => go(at - 1),
    'rows.first': () => go(0),
    'rows.last': () => go(shown.length - 1),
  });

  return (
    <ScreenFrame>
      <ScreenHeading>Conflicts</ScreenHeading>
      {shown.length === 0 ? (
        <EmptyNote>
          <Split aria-hidden strokeWidth={1.25} className="mx-auto mb-3 size-8" />
          Nothing to choose. Where two devices change the same thing without knowing of each other, both versions wait
          here for you.
        </EmptyNote>
      ) : (
        <>
          <p className="mb-5 text-ink-soft text-pretty">
            Two devices changed the same thing without knowing of each other. Nothing is lost: choose what stands.
          </p>
          <ol className="space-y-5 pb-16">
            {shown.map((one) => (
              <li key={one.key}>
                <ConflictCard
                  waiting={one}
                  isCurrent={one.key === current}
                  onFocus={() => setChosen(one.key)}
                  onSettled={() => onSettled(one.key)}
                  handle={(handle) => {
                    if (handle) cards.current.set(one.key, handle);
                    else cards.current.delete(one.key);
                  }}
                />
              </li>
            ))}
          </ol>
          {waiting.length > SHOWN && (
            <p className="pb-16 text-center text-ink-faint">{waiting.length - SHOWN} more wait behind these.</p>
          )}
        </>
      )}
    </ScreenFrame>
  );
}

import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useKeptText } from '../cairn/use-kept-text.ts';
import type { CaptureFields } from '../capture/capture.ts';
import { CaptureField } from '../capture/capture-field.tsx';
import { withDefaults } from '../capture/with-defaults.ts';
import { Keys } from '../command/keys.tsx';
import { useKeysOf } from '../command/use-key-hint.ts';
import { QUICK_ADD } from './quick-add-id.ts';
import { useTaskActions } from './task-actions.ts';

interface Props {
  /** Of the place, for what is kept of a line. */
  readonly name: string;
  /** What a task takes along from here. */
  readonly defaults: CaptureFields;
}

/** Stays in reach at the end of the list; Enter adds and waits for the next. What is typed survives a reload. */
export function QuickAdd({ name, defaults }: Props) {
  const actions = useTaskActions();
  const keys = useKeysOf('task.add-here');
  const bar = useRef<HTMLDivElement>(null);
  const [text, setText] = useKeptText(`quick-add.${name}`);

  async function add(title: string, fields: CaptureFields) {
    const typed = text;
    setText('');
    if (!(await actions.add(title, withDefaults(defaults, fields)))) return setText(typed);
    requestAnimationFrame(() => bar.current?.previousElementSibling?.scrollIntoView({ block: 'end' }));
  }

  return (
    <div
      ref={bar}
      className="sticky bottom-0 z-10 bg-linear-to-t from-surface from-70% to-transparent px-2 pt-3 pb-[max(1rem,env(safe-area-inset-bottom))]"
    >
      <CaptureField
        id={QUICK_ADD}
        text={text}
        onText={setText}
        defaults={NONE}
        onDefaults={() => undefined}
        onAdd={(title, fields) => void add(title, fields)}
        onEscape={() => document.getElementById(QUICK_ADD)?.blur()}
        opens="up"
        className="rounded-md border border-line-strong bg-surface shadow-soft transition-colors focus-within:border-accent hover:border-edge focus-within:hover:border-accent"
        icon={
          <span aria-hidden className="grid w-target shrink-0 place-items-center text-ink-faint">
            <Plus className="size-4.5" />
          </span>
        }
        aside={
          <span aria-hidden className="text-ink-faint max-md:hidden pointer-coarse:hidden">
            {keys && <Keys keys={keys} />}
          </span>
        }
      />
    </div>
  );
}

const NONE: CaptureFields = {};

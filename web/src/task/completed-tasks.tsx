import { ChevronRight } from 'lucide-react';
import { useId, useState } from 'react';
import { useIds } from '../cairn/cairn-context.ts';
import { completedTasks } from './indexes.ts';
import { TaskList } from './task-list.tsx';
import { sayNumber } from '../ui/say-number.ts';

/** What is done in this list, folded away until asked for. */
export function CompletedTasks({ partition }: { partition: string }) {
  const ids = useIds(completedTasks, partition);
  const [isOpen, setOpen] = useState(false);
  const panel = useId();
  if (ids.length === 0) return null;
  return (
    <section className="pb-8">
      <h2>
        <button
          type="button"
          aria-expanded={isOpen}
          aria-controls={panel}
          onClick={() => setOpen(!isOpen)}
          className="flex min-h-target items-center gap-1.5 rounded-md pr-3 text-sm text-ink-faint transition-colors hover:text-ink"
        >
          <span className="grid w-target place-items-center">
            <ChevronRight aria-hidden className={`size-4 transition-transform ${isOpen ? 'rotate-90' : ''}`} />
          </span>
          {sayNumber(ids.length)} completed
        </button>
      </h2>
      <div id={panel}>{isOpen && <TaskList label="Completed tasks" ids={ids} />}</div>
    </section>
  );
}

import { ListChecks, NotebookPen, Square } from 'lucide-react';
import { sayCreated, type Created, type ImportPlan, type Remark } from './import-plan.ts';
import { sayNumber } from '../ui/say-number.ts';

/** As many as a person looks over; the rest is counted. */
const SHOWN = 200;

const ICONS = { list: ListChecks, task: Square, note: NotebookPen };

/** What would be there, and what not. */
export function PlanPreview({ plan: { created, remarks } }: { plan: ImportPlan }) {
  const skipped = remarks.filter(({ isSkipped }) => isSkipped);
  const changed = remarks.filter(({ isSkipped }) => !isSkipped);
  return (
    <>
      <p className="mb-3">This adds {sayCreated(created)}.</p>
      <div
        tabIndex={0}
        role="region"
        aria-label="What is added"
        className="max-h-72 overflow-y-auto rounded-md border border-line thin-scroll"
      >
        <ul className="divide-y divide-line">
          {created.slice(0, SHOWN).map((one, index) => (
            <Row key={index} {...one} />
          ))}
          {created.length > SHOWN && (
            <li className="px-3 py-2 text-sm text-ink-soft">and {sayNumber(created.length - SHOWN)} more</li>
          )}
        </ul>
      </div>
      <Remarks title="Left out" remarks={skipped} />
      <Remarks title="Not quite as it was" remarks={changed} />
    </>
  );
}

function Row({ kind, title, detail, depth }: Created) {
  const Icon = ICONS[kind];
  return (
    <li className="flex gap-2.5 px-3 py-2" style={{ paddingLeft: `${0.75 + depth * 1.25}rem` }}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-ink-faint" />
      <div className="min-w-0">
        <p className="truncate">
          <span className="sr-only">{kind}: </span>
          {title === '' ? 'Untitled' : title}
        </p>
        {detail !== '' && <p className="truncate text-sm text-ink-faint">{detail}</p>}
      </div>
    </li>
  );
}

function Remarks({ title, remarks }: { title: string; remarks: readonly Remark[] }) {
  if (remarks.length === 0) return null;
  return (
    <details className="mt-4" open={remarks.length <= 5}>
      <summary className="cursor-pointer py-1 text-sm font-medium">
        {title} ({sayNumber(remarks.length)})
      </summary>
      <ul className="mt-1 space-y-1 text-sm text-ink-soft">
        {remarks.slice(0, SHOWN).map(({ where, why }, index) => (
          <li key={index} className="wrap-anywhere">
            <span className="font-medium">{where}</span>: {why}
          </li>
        ))}
        {remarks.length > SHOWN && <li>and {sayNumber(remarks.length - SHOWN)} more</li>}
      </ul>
    </details>
  );
}

import { useCairn } from '../cairn/cairn-context.ts';
import { useObservable } from '../cairn/use-observable.ts';
import { useNow } from '../ui/use-now.ts';
import { dayColumns, type DayColumn } from './day-columns.ts';
import { sayTime } from '../task/say-date.ts';
import { sayChanges, sayNumber } from '../ui/say-number.ts';

const WIDTH = 480;
const HEIGHT = 96;
/** Below the line: what went wrong. */
const BELOW = 16;

/** The last day: what was made here, when it reached the server, and when it did not. */
export function DayChart() {
  const { timeline } = useObservable(useCairn().sync.record);
  const columns = dayColumns(timeline, useNow(60_000));
  const sum = (of: (column: DayColumn) => number) => columns.reduce((total, column) => total + of(column), 0);
  const summary = [
    `${sayChanges(sum(({ queued }) => queued))} made here`,
    `${sayNumber(sum(({ pushed }) => pushed))} taken by the server`,
    `${sayNumber(sum(({ rejected }) => rejected))} refused`,
    `${sayNumber(sum(({ failed }) => failed))} tries without an answer`,
  ].join(', ');
  const busy = columns.filter(({ queued, pushed, rejected, failed }) => queued + pushed + rejected + failed > 0);
  return (
    <figure>
      <Bars columns={columns} label={`The last 24 hours: ${summary}.`} />
      <div aria-hidden className="mt-1 flex justify-between text-xs text-ink-faint tabular-nums">
        {[0, 12, 24, 36].map((index) => (
          <span key={index}>{sayTime(columns[index]!.at)}</span>
        ))}
        <span>now</span>
      </div>
      <figcaption className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm text-ink-soft">
        <Key look="border border-line-strong bg-pressed">made here</Key>
        <Key look="bg-accent">taken by the server</Key>
        <Key look="h-1.5! bg-notice rounded-full">no answer</Key>
        <Key look="h-1.5! bg-danger">refused</Key>
      </figcaption>
      <details className="mt-3 text-sm text-ink-soft">
        <summary className="w-fit rounded-sm">As a table</summary>
        {busy.length === 0 ? <p className="mt-2">Nothing happened.</p> : <Table columns={busy} />}
      </details>
    </figure>
  );
}

function Bars({ columns, label }: { columns: readonly DayColumn[]; label: string }) {
  const most = Math.max(4, ...columns.map(({ queued, pushed }) => Math.max(queued, pushed)));
  const step = WIDTH / columns.length;
  const high = (count: number) => (count === 0 ? 0 : Math.max(3, (count / most) * HEIGHT));
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${WIDTH} ${HEIGHT + BELOW}`}
      preserveAspectRatio="none"
      className="h-28 w-full"
    >
      {columns.map(({ at, queued, pushed, rejected, failed }, index) => {
        const x = index * step;
        return (
          <g key={at}>
            <rect
              x={x + 1}
              y={HEIGHT - high(queued)}
              width={step - 2}
              height={high(queued)}
              className="fill-pressed stroke-line-strong"
              vectorEffect="non-scaling-stroke"
            />
            <rect
              x={x + 2.5}
              y={HEIGHT - high(pushed)}
              width={step - 5}
              height={high(pushed)}
              className="fill-accent"
            />
            {failed > 0 && (
              <rect x={x + 1.5} y={HEIGHT + 4} width={step - 3} height={4} rx={2} className="fill-notice" />
            )}
            {rejected > 0 && <rect x={x + 1.5} y={HEIGHT + 11} width={step - 3} height={4} className="fill-danger" />}
          </g>
        );
      })}
      <line
        x1={0}
        x2={WIDTH}
        y1={HEIGHT}
        y2={HEIGHT}
        className="stroke-line-strong"
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

function Key({ look, children }: { look: string; children: string }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className={`size-2.5 ${look}`} />
      {children}
    </span>
  );
}

function Table({ columns }: { columns: readonly DayColumn[] }) {
  const heads = ['From', 'Made here', 'Taken', 'No answer', 'Refused'];
  return (
    <table className="mt-2 w-full max-w-lg text-right tabular-nums">
      <thead>
        <tr className="text-ink-faint">
          {heads.map((head) => (
            <th key={head} scope="col" className="py-1 font-normal first:text-left">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {columns.map(({ at, queued, pushed, failed, rejected }) => (
          <tr key={at} className="border-t border-line">
            <th scope="row" className="py-1 text-left font-normal">
              {sayTime(at)}
            </th>
            {[queued, pushed, failed, rejected].map((count, index) => (
              <td key={heads[index + 1]}>{sayNumber(count)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

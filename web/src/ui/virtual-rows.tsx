import {
  useCallback,
  useImperativeHandle,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type Ref,
} from 'react';
import { usePane } from './pane-context.ts';
import { offsetsOf, rowsBetween, topToShow } from './row-window.ts';

export interface VirtualRowsHandle {
  scrollTo(id: string): void;
}

interface Props {
  readonly label: string;
  readonly ids: readonly string[];
  readonly estimate: number;
  /** Indexes that are headings and no rows, ascending. */
  readonly headings?: readonly number[];
  /** A row that stays mounted when it is scrolled away, because it holds the focus. */
  readonly keep?: number;
  readonly handle?: Ref<VirtualRowsHandle>;
  readonly children: (id: string, index: number) => ReactNode;
}

const NONE: readonly number[] = [];
/** Pixels of scrolling that show the same rows: not every step of a scroll is a render. */
const STEP = 160;
/** Rows beyond what is in sight. */
const SPARE = 8;
/** What may cover the edges of the pane: a header, the line to add a task. */
const EDGES = { above: 60, below: 80 };

/** Only the rows in sight are in the page, however long the list is. */
export function VirtualRows({ label, ids, estimate, headings = NONE, keep = -1, handle, children }: Props) {
  const pane = usePane();
  const list = useRef<HTMLUListElement>(null);
  const margin = useMargin(pane, list);
  const { top, height } = useScroll(pane);
  const { heights, measure } = useHeights(pane);

  const offsets = useMemo(() => offsetsOf(ids, (id) => heights.get(id) ?? estimate), [ids, heights, estimate]);
  const rows = rowsBetween(offsets, top - margin, top - margin + STEP + height, SPARE, keep);

  useImperativeHandle(handle, () => ({
    scrollTo(id) {
      const index = ids.indexOf(id);
      if (index < 0) return;
      const view = { top: pane.scrollTop - margin, height: pane.clientHeight, ...EDGES };
      pane.scrollTo({ top: topToShow(offsets, index, view) + margin });
    },
  }));

  return (
    <ul ref={list} aria-label={label} className="relative" style={{ height: offsets.at(-1) }}>
      {rows.map((index) => (
        <li
          key={ids[index]}
          ref={measure}
          data-row={ids[index]}
          {...placeOf(index, ids.length, headings)}
          className="absolute inset-x-0 top-0 transition-transform"
          style={{ transform: `translateY(${offsets[index]}px)` }}
        >
          {children(ids[index]!, index)}
        </li>
      ))}
    </ul>
  );
}

/** What a screen reader says of the place: rows are counted, headings are not. */
function placeOf(index: number, count: number, headings: readonly number[]) {
  const before = headings.findIndex((heading) => heading >= index);
  if (headings[before] === index) return {};
  return {
    'aria-setsize': count - headings.length,
    'aria-posinset': index + 1 - (before < 0 ? headings.length : before),
  };
}

/** Where the list begins in the pane. What stands above it may change its height at any time. */
function useMargin(pane: HTMLElement, list: { readonly current: HTMLElement | null }): number {
  const [margin, setMargin] = useState(0);
  useLayoutEffect(() => {
    const { current: element } = list;
    if (!element) return;
    const measure = () =>
      setMargin(Math.round(element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop));
    const observer = new ResizeObserver(measure);
    observer.observe(element.parentElement!);
    for (const child of pane.children) observer.observe(child);
    measure();
    return () => observer.disconnect();
  }, [pane, list]);
  return margin;
}

/** How far the pane is scrolled, in whole steps, and how much of it is in sight. */
function useScroll(pane: HTMLElement): { readonly top: number; readonly height: number } {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(() => window.innerHeight);
  // With the margin, and before anything is painted: to ask in the middle of a render would lay the page out once more.
  useLayoutEffect(() => {
    const onScroll = () => setTop(Math.floor(pane.scrollTop / STEP) * STEP);
    const observer = new ResizeObserver(() => setHeight(pane.clientHeight));
    observer.observe(pane);
    pane.addEventListener('scroll', onScroll, { passive: true });
    onScroll();
    return () => {
      observer.disconnect();
      pane.removeEventListener('scroll', onScroll);
    };
  }, [pane]);
  return { top, height };
}

/** How high the rows are that have been in the page. */
function useHeights(pane: HTMLElement) {
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const known = useRef(new Map<string, number>());
  const observer = useRef<ResizeObserver>(undefined);

  const measure = useCallback(
    (row: HTMLElement | null) => {
      if (!row) return;
      observer.current ??= new ResizeObserver((entries) => {
        const edge = pane.getBoundingClientRect().top;
        let isChanged = false;
        let shift = 0;
        for (const { target, borderBoxSize } of entries) {
          const id = (target as HTMLElement).dataset.row!;
          const height = borderBoxSize[0]!.blockSize;
          const before = known.current.get(id);
          if (height === 0 || height === before) continue;
          known.current.set(id, height);
          isChanged = true;
          // What is in sight stays where it is when a row above it grows.
          if (before !== undefined && target.getBoundingClientRect().bottom < edge) shift += height - before;
        }
        if (!isChanged) return;
        setHeights(new Map(known.current));
        if (shift !== 0) pane.scrollTop += shift;
      });
      observer.current.observe(row, { box: 'border-box' });
      return () => observer.current?.unobserve(row);
    },
    [pane],
  );
  return { heights, measure };
}

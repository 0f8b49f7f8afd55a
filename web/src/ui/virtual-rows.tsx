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
  const { top, height, margin } = useView(pane, list);
  const { heights, measure } = useHeights(pane);

  const offsets = useMemo(() => offsetsOf(ids, (id) => heights.get(id) ?? estimate), [ids, heights, estimate]);
  const rows = rowsBetween(offsets, top, top + STEP + height, SPARE, keep);

  useImperativeHandle(handle, () => ({
    scrollTo(id) {
      const index = ids.indexOf(id);
      if (index < 0) return;
      const view = { top: pane.scrollTop - margin.current, height: pane.clientHeight, ...EDGES };
      pane.scrollTo({ top: topToShow(offsets, index, view) + margin.current });
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

/**
 * How far the list is scrolled, in whole steps, and how much of it may be in sight: the window's height, as no pane is
 * higher. Asked for when the page has been laid out anyway: in the middle of a render it would be laid out once more.
 */
function useView(pane: HTMLElement, list: { readonly current: HTMLElement | null }) {
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(() => window.innerHeight);
  const margin = useRef(0);
  useLayoutEffect(() => {
    const { current: element } = list;
    if (!element) return;
    const onScroll = () => setTop(Math.max(0, Math.floor((pane.scrollTop - margin.current) / STEP) * STEP));
    // Where the list begins in the pane: what stands above it may change its height at any time.
    const observer = new ResizeObserver(() => {
      margin.current = Math.round(
        element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop,
      );
      setHeight(window.innerHeight);
      onScroll();
    });
    for (const box of [pane, ...pane.children, element.parentElement!]) observer.observe(box);
    pane.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      observer.disconnect();
      pane.removeEventListener('scroll', onScroll);
    };
  }, [pane, list]);
  return { top, height, margin };
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

import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual';
import { useCallback, useImperativeHandle, useLayoutEffect, useRef, useState, type ReactNode, type Ref } from 'react';
import { usePane } from './pane-context.ts';

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

/** Only the rows in sight are in the page, however long the list is. */
export function VirtualRows({ label, ids, estimate, headings = NONE, keep = -1, handle, children }: Props) {
  const pane = usePane();
  const list = useRef<HTMLUListElement>(null);
  const [margin, setMargin] = useState(0);

  // What stands above the list may change its height at any time.
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
  }, [pane]);

  // eslint-disable-next-line react-hooks/incompatible-library -- its functions are called here, not handed on
  const virtualizer = useVirtualizer({
    count: ids.length,
    getScrollElement: () => pane,
    estimateSize: () => estimate,
    getItemKey: useCallback((index: number) => ids[index]!, [ids]),
    overscan: 10,
    scrollMargin: margin,
    scrollPaddingEnd: 80,
    scrollPaddingStart: 60,
    rangeExtractor: useCallback(
      (range: Range) => {
        const indexes = defaultRangeExtractor(range);
        if (keep < 0 || keep >= range.count || indexes.includes(keep)) return indexes;
        return [...indexes, keep].sort((a, b) => a - b);
      },
      [keep],
    ),
  });

  useImperativeHandle(
    handle,
    () => ({
      scrollTo(id) {
        const index = ids.indexOf(id);
        if (index >= 0) virtualizer.scrollToIndex(index, { align: 'auto' });
      },
    }),
    [virtualizer, ids],
  );

  return (
    <ul ref={list} aria-label={label} className="relative" style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ index, key, start }) => (
        <li
          key={key}
          ref={virtualizer.measureElement}
          data-index={index}
          {...placeOf(index, ids.length, headings)}
          className="absolute inset-x-0 top-0 transition-transform"
          style={{ transform: `translateY(${start - margin}px)` }}
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

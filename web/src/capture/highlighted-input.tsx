import { useRef, type InputHTMLAttributes, type Ref } from 'react';
import { cx } from '../ui/class-names.ts';
import type { Part } from './capture.ts';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'value'> {
  readonly value: string;
  readonly parts: readonly Part[];
  readonly field: Ref<HTMLInputElement>;
}

/** A line whose recognised words are marked: the same text stands behind it, without ink, and follows its scrolling. */
export function HighlightedInput({ value, parts, field, className, ...rest }: Props) {
  const behind = useRef<HTMLSpanElement>(null);
  function follow(input: HTMLInputElement) {
    if (behind.current) behind.current.style.transform = `translateX(${-input.scrollLeft}px)`;
  }
  return (
    <span className={cx('relative flex min-w-0 flex-1 items-center self-stretch', className)}>
      <span aria-hidden className="pointer-events-none absolute inset-0 flex items-center overflow-hidden">
        <span ref={behind} className="whitespace-pre text-transparent">
          {pieces(value, parts).map(({ text, isMarked }, index) =>
            isMarked ? (
              <mark key={index} className="rounded-sm bg-accent-wash text-transparent ring-2 ring-accent-wash">
                {text}
              </mark>
            ) : (
              text
            ),
          )}
        </span>
      </span>
      <input
        {...rest}
        ref={field}
        type="text"
        value={value}
        onScroll={(event) => follow(event.currentTarget)}
        onSelect={(event) => follow(event.currentTarget)}
        className="relative min-w-0 flex-1 self-stretch bg-transparent outline-none"
      />
    </span>
  );
}

function pieces(text: string, parts: readonly Part[]): readonly { text: string; isMarked: boolean }[] {
  const all: { text: string; isMarked: boolean }[] = [];
  let end = 0;
  for (const { from, to } of parts) {
    all.push({ text: text.slice(end, from), isMarked: false }, { text: text.slice(from, to), isMarked: true });
    end = to;
  }
  return [...all, { text: text.slice(end), isMarked: false }];
}

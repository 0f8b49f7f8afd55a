import { useMemo } from 'react';
import { cx } from '../ui/class-names.ts';
import { wordDiff } from './word-diff.ts';

const LOOKS = {
  same: undefined,
  gone: 'text-ink-faint line-through decoration-danger/70',
  new: 'rounded-xs bg-accent-wash text-accent no-underline',
} as const;

/** A text, with what is new in it marked and what is gone struck out. */
export function ComparedText({ from, to }: { from: string; to: string }) {
  const stretches = useMemo(() => wordDiff(from, to), [from, to]);
  return (
    <span className="whitespace-pre-wrap wrap-anywhere">
      {stretches.map(({ text, is }, index) => {
        if (is === 'same') return <span key={index}>{text}</span>;
        const Mark = is === 'new' ? 'ins' : 'del';
        const isReplaced = is === 'gone' && stretches[index + 1]?.is === 'new';
        return (
          <Mark key={index} className={cx(LOOKS[is], isReplaced && 'mr-1')}>
            {text}
          </Mark>
        );
      })}
    </span>
  );
}

import { useId } from 'react';
import { Button } from '../ui/button.tsx';

interface Props {
  readonly label: string;
  /** 0 to 1. */
  readonly share: number;
  readonly onCancel?: (() => void) | undefined;
}

/** How far something is that takes a while. */
export function Progress({ label, share, onCancel }: Props) {
  const id = useId();
  const percent = Math.round(share * 100);
  return (
    <div className="mt-4 flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p id={id} className="mb-1.5 flex justify-between gap-3 text-sm text-ink-soft">
          <span>{label}</span>
          <span className="tabular-nums">{percent} %</span>
        </p>
        <div
          role="progressbar"
          aria-labelledby={id}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={percent}
          className="h-1.5 overflow-hidden rounded-full bg-pressed"
        >
          <div
            className="h-full origin-left rounded-full bg-accent transition-transform"
            style={{ transform: `scaleX(${share})` }}
          />
        </div>
      </div>
      {onCancel && (
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      )}
    </div>
  );
}

import type { MouseEvent } from 'react';
import { cx } from './class-names.ts';
import type { useDraft } from './drafts.ts';

interface Props {
  readonly id?: string;
  readonly 'aria-label'?: string;
  readonly 'aria-describedby'?: string;
  readonly 'data-task-field'?: string;
  readonly type: 'date' | 'time' | 'datetime-local';
  readonly max?: string;
  readonly draft: ReturnType<typeof useDraft>;
  /** What is chosen, or that nothing is, as the app says it elsewhere. */
  readonly shown: string;
  readonly className: string;
}

/** The platform's own picker and typing; while nobody types, words instead of its pattern of digits. */
export function PickerInput({ draft, shown, className, ...rest }: Props) {
  return (
    <span className={cx('group/picker relative flex min-w-0 items-center', className)}>
      <span
        aria-hidden
        className={cx(
          'pointer-events-none absolute inset-x-2.5 truncate group-focus-within/picker:hidden',
          draft.text === '' && 'text-ink-faint',
        )}
      >
        {shown}
      </span>
      <input
        autoComplete="off"
        {...rest}
        value={draft.text}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={() => void draft.leave()}
        onClick={openPicker}
        className="min-h-target w-full min-w-0 rounded-md bg-transparent px-2.5 not-focus:text-transparent hover:bg-hover [&::-webkit-calendar-picker-indicator]:hidden"
      />
    </span>
  );
}

function openPicker(event: MouseEvent<HTMLInputElement>): void {
  try {
    event.currentTarget.showPicker();
  } catch {
    // A browser without this call opens its picker by itself.
  }
}

import type { ReactNode } from 'react';

interface Props {
  readonly label: string;
  /** The field that the label names; without one it is for the eyes alone, and the field has a name of its own. */
  readonly htmlFor?: string;
  readonly children: ReactNode;
}

export function FieldRow({ label, htmlFor, children }: Props) {
  const look = 'w-16 shrink-0 text-sm text-ink-faint';
  return (
    <div className="flex min-h-row items-center gap-3">
      {htmlFor === undefined ? (
        <span aria-hidden className={look}>
          {label}
        </span>
      ) : (
        <label htmlFor={htmlFor} className={look}>
          {label}
        </label>
      )}
      {children}
    </div>
  );
}

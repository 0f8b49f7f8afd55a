import type { ReactNode } from 'react';

export function FieldRow({ label, htmlFor, children }: { label: string; htmlFor: string; children: ReactNode }) {
  return (
    <div className="flex min-h-row items-center gap-3">
      <label htmlFor={htmlFor} className="w-16 shrink-0 text-sm text-ink-faint">
        {label}
      </label>
      {children}
    </div>
  );
}

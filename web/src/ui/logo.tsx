import { cx } from './class-names.ts';

/** Four flat stones, none quite level; the one on top is the newest. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={cx('shrink-0', className)}>
      <path
        fill="var(--stone-4)"
        d="M5 53.2c-.2-4.5 6.8-7.3 15.5-7.9 11.6-.8 25.4-.2 33.2 2 4.3 1.2 6.3 3.1 6.2 5.7-.2 5.2-11.7 6.7-27.9 6.7C15.8 59.7 5.2 58.6 5 53.2Z"
      />
      <path
        fill="var(--stone-3)"
        d="M13.8 38.6c.3-4.9 7.8-7.9 19-7.6 12.4.3 19.8 3.3 19.6 7.7-.2 4.3-7.7 6-19.9 5.7-12.3-.2-19-1.6-18.7-5.8Z"
      />
      <path
        fill="var(--stone-2)"
        d="M16.4 24.3c.9-4.2 7-6.6 14.4-6 7.5.6 12 3.7 11.5 7.3-.5 3.5-5.7 5-13.5 4.6-8.6-.4-13.1-2.3-12.4-5.9Z"
      />
      <path
        fill="var(--stone-1)"
        d="M26.5 11.8c.7-4.2 4.2-7.1 8.2-6.5 4.1.6 6.9 3.9 6.4 7.3-.5 3.3-3.6 4.8-8 4.5-4.5-.3-7.1-2.1-6.6-5.3Z"
      />
    </svg>
  );
}

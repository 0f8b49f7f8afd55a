import { cx } from './class-names.ts';

/** Three stones, none quite level. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={cx('shrink-0', className)}>
      <path
        fill="var(--accent)"
        d="M25.6 14.2c1.7-4.6 6-7.2 10.6-6.4 4.7.8 7.5 4.2 7 8.2-.5 3.7-4 5.9-9.3 5.7-6.1-.3-9.7-3.5-8.3-7.500Z"
      />
      <path
        fill="color-mix(in oklab, var(--accent) 78%, var(--ink-faint))"
        d="M16.8 33.600c.6-5.8 6.4-9.6 15.2-9.4 9.3.2 16.2 3.5 16.4 8.7.2 5-5.6 7.5-15.9 7.5-10.4 0-16.2-2.2-15.7-6.800Z"
      />
      <path
        fill="color-mix(in oklab, var(--accent) 55%, var(--ink-faint))"
        d="M7.2 51.300c-.4-5.2 6.9-8.6 22.3-8.7 17-.1 26.8 2.9 27.3 8.1.4 4.7-7.3 6.8-24.5 6.8-17.1 0-24.7-1.5-25.1-6.200Z"
      />
    </svg>
  );
}

import { colorOf } from './use-list.ts';

export function ListDot({ color, className = 'size-2.5' }: { color: string; className?: string }) {
  return (
    <span
      aria-hidden
      className={`inline-block shrink-0 rounded-full ${className}`}
      style={{ background: colorOf(color) }}
    />
  );
}

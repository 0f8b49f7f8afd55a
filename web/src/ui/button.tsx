import type { ButtonHTMLAttributes } from 'react';
import { cx } from './class-names.ts';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOKS: { readonly [look in Look]: string } = {
  primary: 'bg-accent text-on-accent font-medium hover:bg-accent-strong',
  plain: 'bg-raised border border-line-strong hover:bg-hover active:bg-pressed',
  quiet: 'text-ink-soft hover:bg-hover hover:text-ink active:bg-pressed',
  danger: 'bg-raised border border-line-strong text-danger hover:bg-danger-wash',
};

export function Button({
  look = 'plain',
  className,
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: Look }) {
  return (
    <button
      type="button"
      {...rest}
      className={cx(
        'inline-flex min-h-target items-center justify-center gap-2 rounded-md px-3 text-sm whitespace-nowrap transition-colors disabled:opacity-60',
        LOOKS[look],
        className,
      )}
    />
  );
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name, and its tooltip. */
  readonly label: string;
  /** The keys that do the same, for the tooltip. */
  readonly hint?: string;
}

/** A button that is only an icon. */
export function IconButton({ label, hint, className, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={hint ? `${label} · ${hint}` : label}
      {...rest}
      className={cx(
        'grid size-target shrink-0 place-items-center rounded-md text-ink-faint transition-colors hover:bg-hover hover:text-ink active:bg-pressed disabled:opacity-50',
        className,
      )}
    />
  );
}

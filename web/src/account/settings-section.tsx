import { useId, type ReactNode } from 'react';

interface Props {
  /** Where the page's own navigation leads. */
  readonly id?: string;
  readonly title: string;
  readonly children: ReactNode;
}

export function SettingsSection({ id, title, children }: Props) {
  const heading = useId();
  return (
    <section
      id={id}
      tabIndex={-1}
      aria-labelledby={heading}
      className="scroll-mt-16 border-t border-line py-6 outline-none first:border-t-0 first:pt-0 lg:scroll-mt-6"
    >
      <h2 id={heading} className="mb-3 text-sm font-medium text-ink-faint">
        {title}
      </h2>
      {children}
    </section>
  );
}

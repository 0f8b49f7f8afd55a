import type { ReactNode } from 'react';

/** The measure of a screen's text: wide enough for a title, narrow enough to read. */
export function ScreenFrame({ children }: { children: ReactNode }) {
  return <div className="mx-auto flex min-h-full w-full max-w-3xl flex-col px-4 md:px-10">{children}</div>;
}

/** The heading that takes the focus when the screen changes. */
export function ScreenHeading({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <header className="flex items-center gap-3 pt-5 pb-4 md:pt-12 md:pb-5">
      <h1
        tabIndex={-1}
        className="flex min-w-0 flex-1 items-center gap-3 text-title leading-tight font-bold tracking-tight"
      >
        {children}
      </h1>
      {aside}
    </header>
  );
}

export function EmptyNote({ children }: { children: ReactNode }) {
  return <p className="px-2 py-10 text-center text-ink-faint text-pretty">{children}</p>;
}

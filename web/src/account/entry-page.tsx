import type { ReactNode } from 'react';
import { Logo } from '../ui/logo.tsx';

/** What stands before the app: one thing to decide, in the middle. */
export function EntryPage({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <main className="grid h-dvh place-items-center overflow-y-auto bg-ground px-5 py-10">
      <div className="w-full max-w-sm">
        <Logo className="mb-5 size-14" />
        <h1 className="text-title leading-tight font-bold tracking-tight">{title}</h1>
        <p className="mt-2 mb-8 text-ink-soft text-pretty">{text}</p>
        {children}
      </div>
    </main>
  );
}

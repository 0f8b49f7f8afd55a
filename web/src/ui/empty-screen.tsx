import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  readonly icon: LucideIcon;
  readonly title: string;
  readonly children: ReactNode;
}

/** A screen with nothing on it says so calmly, and what would come here. */
export function EmptyScreen({ icon: Icon, title, children }: Props) {
  return (
    <div className="flex flex-col items-center px-4 pt-[12vh] pb-16 text-center">
      <span className="mb-5 grid size-18 place-items-center rounded-full bg-accent-wash text-accent">
        <Icon aria-hidden strokeWidth={1.5} className="size-8" />
      </span>
      <p className="text-lg font-semibold">{title}</p>
      <p className="mt-1.5 max-w-sm text-ink-faint text-pretty">{children}</p>
    </div>
  );
}

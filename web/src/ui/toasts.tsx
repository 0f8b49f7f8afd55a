import { useEffect } from 'react';
import { Toaster } from 'sonner';

let tellMounted: () => void;

/** A toast before this would be shown by nobody. */
export const areMounted = new Promise<void>((resolve) => (tellMounted = resolve));

const LOOK = {
  toast:
    'flex w-full items-center gap-3 rounded-lg bg-ink px-4 py-2.5 text-sm text-surface shadow-float sm:w-auto sm:min-w-80',
  title: 'wrap-anywhere',
  content: 'flex-1',
  icon: 'hidden',
  actionButton:
    'ml-auto min-h-8 shrink-0 rounded-sm px-2 font-semibold text-surface underline-offset-2 hover:underline focus-visible:outline-surface',
};

export function Toasts() {
  // After the effects of what is inside.
  useEffect(() => tellMounted(), []);
  return (
    <Toaster
      position="bottom-center"
      mobileOffset={{ bottom: 88 }}
      offset={{ bottom: 28 }}
      toastOptions={{ unstyled: true, classNames: LOOK }}
    />
  );
}

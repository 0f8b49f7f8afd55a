import type { ExternalToast } from 'sonner';
import { Toasts } from './toasts-part.ts';

async function show(text: string, options: ExternalToast): Promise<void> {
  void Toasts.start();
  const [{ toast }, { areMounted }] = await Promise.all([import('sonner'), import('./toasts.tsx')]);
  await areMounted;
  toast(text, options);
}

async function dismiss(id: string): Promise<void> {
  const { toast } = await import('sonner');
  toast.dismiss(id);
}

let count = 0;
/** Those in sight, the oldest first. */
const offers: string[] = [];

/** Something was done: says so, and offers to take it back. */
export function notifyUndo(text: string, undo: () => void): void {
  const id = `undo-${(count += 1)}`;
  offers.push(id);
  const withdraw = () => void offers.splice(offers.indexOf(id), offers.includes(id) ? 1 : 0);
  const once = () => {
    withdraw();
    void dismiss(id);
    undo();
  };
  const ends = { onDismiss: withdraw, onAutoClose: withdraw };
  void show(text, { id, duration: 8_000, action: { label: 'Undo', onClick: once }, ...ends });
}

/** Takes the last offer back: it was done in another way. */
export function withdrawUndo(): void {
  const id = offers.pop();
  if (id) void dismiss(id);
}

interface Action {
  readonly label: string;
  readonly onClick: () => void;
}

export function notify(text: string, action?: Action): void {
  void show(text, action ? { action } : {});
}

/** In the place of the last one of the same kind. */
export function notifyInPlace(kind: string, text: string, action?: Action): void {
  void show(text, { id: kind, ...(action ? { action } : {}) });
}

/** Takes it away: what it says is in sight. */
export function withdraw(kind: string): void {
  void dismiss(kind);
}

/** Stays until it is answered. */
export function notifyUntil(text: string, action: Action): void {
  void show(text, { id: text, duration: Infinity, action });
}

export function notifyFailure(text: string): void {
  void show(text, { duration: 10_000 });
}

import { toast } from 'sonner';

/** Toasts that can take back what they tell; the last one also answers to the undo key. */
let lastUndo: (() => void) | undefined;

export function notifyUndo(text: string, undo: () => void): void {
  const once = () => {
    toast.dismiss(id);
    lastUndo = undefined;
    undo();
  };
  const id = toast(text, { duration: 8_000, action: { label: 'Undo', onClick: once } });
  lastUndo = once;
}

export function undoLast(): void {
  lastUndo?.();
}

export function notify(text: string, action?: { label: string; onClick: () => void }): void {
  toast(text, action ? { action } : {});
}

export function notifyFailure(text: string): void {
  toast.error(text, { duration: 10_000 });
}

import type { ExternalToast } from 'sonner';

/** Fetched apart from the app: nobody needs a toast before the first list is there. */
async function show(text: string, options: ExternalToast): Promise<void> {
  const { toast } = await import('sonner');
  toast(text, options);
}

async function dismiss(id: string): Promise<void> {
  const { toast } = await import('sonner');
  toast.dismiss(id);
}

let count = 0;
/** The last thing that can be taken back. */
let lastUndo: (() => void) | undefined;

export function notifyUndo(text: string, undo: () => void): void {
  const id = `undo-${(count += 1)}`;
  const once = () => {
    if (lastUndo === once) lastUndo = undefined;
    void dismiss(id);
    undo();
  };
  lastUndo = once;
  void show(text, { id, duration: 8_000, action: { label: 'Undo', onClick: once } });
}

export function undoLast(): void {
  lastUndo?.();
}

interface Action {
  readonly label: string;
  readonly onClick: () => void;
}

export function notify(text: string, action?: Action): void {
  void show(text, action ? { action } : {});
}

/** Stays until it is answered. */
export function notifyUntil(text: string, action: Action): void {
  void show(text, { id: text, duration: Infinity, action });
}

export function notifyFailure(text: string): void {
  void show(text, { duration: 10_000 });
}

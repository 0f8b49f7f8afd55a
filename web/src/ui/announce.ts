let message = '';
const listeners = new Set<() => void>();

/** Says to a screen reader what the eye sees happen. */
export function announce(text: string): void {
  message = text;
  for (const listener of listeners) listener();
}

export const announced = {
  get: () => message,
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

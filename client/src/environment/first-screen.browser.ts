/** Milliseconds. A tab in the background draws nothing. */
const PATIENCE = 200;

/** What was just read is drawn by the second frame from now; what is fetched beside it would make it wait. */
export function firstScreen(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE);
    // A worker has no frames.
    globalThis.requestAnimationFrame?.(() => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

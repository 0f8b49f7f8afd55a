/** Milliseconds. A tab in the background draws nothing. */
const PATIENCE = 200;

/** Once what was just shown is drawn, which is by the second frame from now: for what the screen need not wait for. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, PATIENCE);
    requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)));
  });
}

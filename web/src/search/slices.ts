/** How long the page may be kept from answering. Milliseconds: half a frame. */
const SLICE = 8;

/** Does something for each, and lets keys and pictures through in between. */
export async function inSlices<T>(items: Iterable<T>, act: (item: T) => void): Promise<void> {
  let until = performance.now() + SLICE;
  for (const item of items) {
    act(item);
    if (performance.now() < until) continue;
    await new Promise((resolve) => setTimeout(resolve));
    until = performance.now() + SLICE;
  }
}

import type { Timeline } from './timeline.ts';

/**
 * Puts the timers of the platform on the timeline: libraries and the server's feed have no other. Answers the function
 * that puts them back. One world runs in a process at a time.
 */
export function installTimers({ after, now }: Timeline): () => void {
  const { setTimeout, clearTimeout, setInterval, clearInterval } = globalThis;
  const monotonic = performance.now;
  const cancels = new Map<number, () => void>();
  let last = 0;

  const start = (work: () => void, ms: number, repeats: boolean): number => {
    const id = (last += 1);
    const next = () => {
      cancels.set(
        id,
        after(ms, () => {
          if (repeats) next();
          else cancels.delete(id);
          work();
        }),
      );
    };
    next();
    return id;
  };
  const stop = (timer: unknown) => {
    cancels.get(Number(timer))?.();
    cancels.delete(Number(timer));
  };
  const timer = (id: number) => ({ unref: () => timer(id), ref: () => timer(id), [Symbol.toPrimitive]: () => id });

  Object.assign(globalThis, {
    setTimeout: (work: () => void, ms = 0) => timer(start(work, ms, false)),
    setInterval: (work: () => void, ms = 0) => timer(start(work, ms, true)),
    clearTimeout: stop,
    clearInterval: stop,
  });
  performance.now = now;
  return () => {
    Object.assign(globalThis, { setTimeout, clearTimeout, setInterval, clearInterval });
    performance.now = monotonic;
  };
}

import type { Environment } from './environment.ts';

/** Resolves after `ms`, or when `signal` is aborted; leaves nothing behind on either. */
export function pause({ schedule }: Pick<Environment, 'schedule'>, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      cancel();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const cancel = schedule(done, ms);
    signal.addEventListener('abort', done);
  });
}

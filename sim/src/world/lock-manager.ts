import type { Locks } from '@cairn/client';

interface Request {
  readonly owner: object;
  readonly grant: () => void;
}

/** The Web Locks of one profile: one holder of a name at a time, over all tabs. */
export class LockManager {
  readonly #holders = new Map<string, object>();
  readonly #waiting = new Map<string, Request[]>();

  /** As one tab sees it. */
  of(owner: object): Locks {
    return {
      request: (name, signal, work) =>
        new Promise<void>((resolve, reject) => {
          if (signal.aborted) return reject(signal.reason as Error);
          const waiting = this.#waiting.get(name) ?? [];
          this.#waiting.set(name, waiting);
          const giveUp = () => {
            const index = waiting.indexOf(request);
            if (index < 0) return;
            waiting.splice(index, 1);
            reject(signal.reason as Error);
          };
          const request = {
            owner,
            grant: () => {
              signal.removeEventListener('abort', giveUp);
              work()
                .then(resolve, reject)
                .finally(() => this.#release(name, owner));
            },
          };
          signal.addEventListener('abort', giveUp);
          waiting.push(request);
          this.#grant(name);
        }),
    };
  }

  /** The tab is gone, and all that it held or waited for. */
  leave(owner: object): void {
    for (const [name, waiting] of this.#waiting) {
      const others = waiting.filter((request) => request.owner !== owner);
      waiting.splice(0, waiting.length, ...others);
      this.#release(name, owner);
    }
  }

  #release(name: string, owner: object): void {
    if (this.#holders.get(name) !== owner) return;
    this.#holders.delete(name);
    this.#grant(name);
  }

  #grant(name: string): void {
    if (this.#holders.has(name)) return;
    const next = this.#waiting.get(name)?.shift();
    if (!next) return;
    this.#holders.set(name, next.owner);
    next.grant();
  }
}

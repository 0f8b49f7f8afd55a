import type { Locks } from '@cairn/client';

/** A tab as its locks see it. */
export interface LockUser {
  enter(work: () => void): void;
}

interface Request<User> {
  readonly owner: User;
  readonly isShared: boolean;
  /** Runs the work. */
  grant(): void;
  /** The lock was taken from whoever had it. */
  rob(): void;
}

/** Who is told of a lock that was stolen: when it happens, and when its victim hears of it. */
export interface Robbery<User> {
  happened(victim: User): void;
  heard(victim: User): void;
}

/** The Web Locks of one profile: one holder of a name at a time, or several that share it, over all tabs. */
export class LockManager<User extends LockUser> {
  readonly #holders = new Map<string, Set<Request<User>>>();
  readonly #waiting = new Map<string, Request<User>[]>();
  readonly #names = new Map<User, string>();
  readonly #robbery: Robbery<User>;

  constructor(robbery: Robbery<User>) {
    this.#robbery = robbery;
  }

  /** As one tab sees it. */
  of(owner: User): Locks {
    this.#names.set(owner, `tab ${this.#names.size + 1}`);
    return {
      request: (name, signal, work, { steal = false, shared = false } = {}) =>
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
          const request: Request<User> = {
            owner,
            isShared: shared,
            grant() {
              signal.removeEventListener('abort', giveUp);
              owner.enter(() => void work().then(resolve, reject).finally(release));
            },
            rob: () =>
              owner.enter(() => {
                this.#robbery.heard(owner);
                reject(new DOMException('the lock was stolen', 'AbortError'));
              }),
          };
          const release = () => this.#release(name, request);
          signal.addEventListener('abort', giveUp);
          if (!steal) waiting.push(request);
          else {
            const holders = [...(this.#holders.get(name) ?? [])];
            this.#holders.delete(name);
            for (const holder of holders) {
              this.#robbery.happened(holder.owner);
              holder.rob();
            }
            waiting.unshift(request);
          }
          this.#grant(name);
        }),
      owner: async (name) => {
        const [holder] = this.#holders.get(name) ?? [];
        return holder && this.#names.get(holder.owner);
      },
    };
  }

  /** The tab is gone, and all that it held or waited for. */
  leave(owner: User): void {
    for (const [name, waiting] of this.#waiting) {
      const others = waiting.filter((request) => request.owner !== owner);
      waiting.splice(0, waiting.length, ...others);
      for (const holder of [...(this.#holders.get(name) ?? [])])
        if (holder.owner === owner) this.#release(name, holder);
    }
  }

  #release(name: string, request: Request<User>): void {
    const holders = this.#holders.get(name);
    if (!holders?.delete(request)) return;
    if (holders.size === 0) this.#holders.delete(name);
    this.#grant(name);
  }

  /** To whoever is first, and to those behind that share with it. */
  #grant(name: string): void {
    const waiting = this.#waiting.get(name) ?? [];
    for (;;) {
      const holders = this.#holders.get(name) ?? new Set();
      const next = waiting[0];
      if (!next || (holders.size > 0 && !(next.isShared && [...holders].every(({ isShared }) => isShared)))) return;
      waiting.shift();
      this.#holders.set(name, holders.add(next));
      next.grant();
    }
  }
}

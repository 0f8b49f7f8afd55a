import type { Locks } from '@cairn/client';

/** A tab as its locks see it. */
export interface LockUser {
  enter(work: () => void): void;
}

interface Request<User> {
  readonly owner: User;
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

/** The Web Locks of one profile: one holder of a name at a time, over all tabs. */
export class LockManager<User extends LockUser> {
  readonly #holders = new Map<string, Request<User>>();
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
      request: (name, signal, work, { steal = false } = {}) =>
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
            const holder = this.#holders.get(name);
            this.#holders.delete(name);
            if (holder) this.#robbery.happened(holder.owner);
            holder?.rob();
            waiting.unshift(request);
          }
          this.#grant(name);
        }),
      owner: async (name) => {
        const holder = this.#holders.get(name);
        return holder && this.#names.get(holder.owner);
      },
    };
  }

  /** The tab is gone, and all that it held or waited for. */
  leave(owner: User): void {
    for (const [name, waiting] of this.#waiting) {
      const others = waiting.filter((request) => request.owner !== owner);
      waiting.splice(0, waiting.length, ...others);
      const holder = this.#holders.get(name);
      if (holder?.owner === owner) this.#release(name, holder);
    }
  }

  #release(name: string, request: Request<User>): void {
    if (this.#holders.get(name) !== request) return;
    this.#holders.delete(name);
    this.#grant(name);
  }

  #grant(name: string): void {
    if (this.#holders.has(name)) return;
    const next = this.#waiting.get(name)?.shift();
    if (!next) return;
    this.#holders.set(name, next);
    next.grant();
  }
}

import type { WorldContext } from './world-context.ts';

/** What tells whose something is: the account's id, and a word in all that is written there. */
export interface Owner {
  readonly id: string;
  readonly canary: string;
}

/** Reads along wherever an account's content passes: nothing of another one may be there [O5]. */
export class Privacy {
  readonly #context: WorldContext;
  readonly #owners: readonly Owner[];

  constructor(context: WorldContext, owners: readonly Owner[]) {
    this.#context = context;
    this.#owners = owners;
  }

  /** @throws Violation */
  check(accountId: string, where: string, content: () => string): void {
    if (this.#owners.length < 2) return;
    const text = content();
    for (const { id, canary } of this.#owners) {
      if (id !== accountId && (text.includes(canary) || text.includes(id))) {
        this.#context.violated('S10', `something of another account is in ${where}`);
      }
    }
  }
}

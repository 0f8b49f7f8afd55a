interface Waiting<Call, Answer> {
  readonly key: string;
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/** What became of one call. */
export type Outcome<Answer> = { readonly answer: Answer } | { readonly error: unknown };

export interface GroupCommitOptions<Call, Answer> {
  /** Answers calls together, one outcome each, in order. What it throws fails all of them. */
  readonly run: (calls: readonly Call[]) => Promise<readonly Outcome<Answer>[]>;
  readonly keyOf: (call: Call) => string;
  readonly weightOf: (call: Call) => number;
  /** Most weight of one run of calls of one key; a heavier call runs alone. */
  readonly limit: number;
  /** Most weight of one run of calls of several keys. */
  readonly jointLimit: number;
  /** Runs at once. */
  readonly lanes: number;
  /** True for a failure that every one of the calls would meet again. */
  readonly isShared: (error: unknown) => boolean;
}

/**
 * Calls that come while others run wait and then run together, in order, of one key or of many. The calls of one key are
 * never in two runs at once.
 */
export class GroupCommit<Call, Answer> {
  readonly #options: GroupCommitOptions<Call, Answer>;
  #waiting: Waiting<Call, Answer>[] = [];
  readonly #busy = new Set<string>();
  #runs = 0;

  constructor(options: GroupCommitOptions<Call, Answer>) {
    this.#options = options;
  }

  /** Calls that have not begun. */
  get waiting(): number {
    return this.#waiting.length;
  }

  submit(call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key: this.#options.keyOf(call), call, resolve, reject });
      this.#begin();
    });
  }

  #begin(): void {
    while (this.#runs < this.#options.lanes && this.#waiting.length > 0) {
      const group = this.#take();
      if (group.length === 0) return;
      void this.#run(group);
    }
  }

  async #run(group: readonly Waiting<Call, Answer>[]): Promise<void> {
    const keys = new Set(group.map(({ key }) => key));
    for (const key of keys) this.#busy.add(key);
    this.#runs += 1;
    await this.#settle(group);
    this.#runs -= 1;
    for (const key of keys) this.#busy.delete(key);
    this.#begin();
  }

  /** From those that wait, in their order, as many as may run together now. */
  #take(): Waiting<Call, Answer>[] {
    const { weightOf, limit, jointLimit } = this.#options;
    const group: Waiting<Call, Answer>[] = [];
    const left: Waiting<Call, Answer>[] = [];
    const passed = new Set(this.#busy);
    let weight = 0;
    let isJoint = false;
    for (const waiting of this.#waiting) {
      const { key, call } = waiting;
      const isOther = group.length > 0 && key !== group[0]!.key;
      const most = isJoint || isOther ? jointLimit : limit;
      if (passed.has(key) || (group.length > 0 && weight + weightOf(call) > most)) {
        // What comes after it of its key must not overtake it.
        passed.add(key);
        left.push(waiting);
        continue;
      }
      group.push(waiting);
      weight += weightOf(call);
      isJoint ||= isOther;
    }
    this.#waiting = left;
    return group;
  }

  async #settle(group: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const outcomes = await this.#options.run(group.map(({ call }) => call));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]!;
        if ('answer' in outcome) resolve(outcome.answer);
        else reject(outcome.error);
      });
    } catch (error) {
      if (group.length === 1 || this.#options.isShared(error)) group.forEach(({ reject }) => reject(error));
      // One caller's failure must not be another's.
      else for (const waiting of group) await this.#settle([waiting]);
    }
  }
}

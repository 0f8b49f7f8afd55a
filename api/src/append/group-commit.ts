interface Waiting<Call, Answer> {
  readonly call: Call;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitOptions<Call, Answer> {
  /** Answers calls together, one answer each, in order. */
  readonly run: (key: string, calls: readonly Call[]) => Promise<readonly Answer[]>;
  readonly weightOf: (call: Call) => number;
  /** Most weight of one run; a heavier call runs alone. */
  readonly limit: number;
  /** True for a failure that every one of the calls would meet again. */
  readonly isShared: (error: unknown) => boolean;
}

/** While a call of one key runs, those that come meanwhile wait and then run together, in order. */
export class GroupCommit<Call, Answer> {
  readonly #options: GroupCommitOptions<Call, Answer>;
  readonly #lanes = new Map<string, Waiting<Call, Answer>[]>();

  constructor(options: GroupCommitOptions<Call, Answer>) {
    this.#options = options;
  }

  submit(key: string, call: Call): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const waiting = { call, resolve, reject };
      const lane = this.#lanes.get(key);
      if (lane) {
        lane.push(waiting);
        return;
      }
      this.#lanes.set(key, [waiting]);
      void this.#drain(key);
    });
  }

  async #drain(key: string): Promise<void> {
    const lane = this.#lanes.get(key)!;
    while (lane.length > 0) await this.#settle(key, this.#take(lane));
    this.#lanes.delete(key);
  }

  #take(lane: Waiting<Call, Answer>[]): Waiting<Call, Answer>[] {
    let weight = 0;
    const fitting = lane.findIndex(({ call }, index) => {
      weight += this.#options.weightOf(call);
      return index > 0 && weight > this.#options.limit;
    });
    return lane.splice(0, fitting < 0 ? lane.length : fitting);
  }

  async #settle(key: string, group: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const answers = await this.#options.run(
        key,
        group.map(({ call }) => call),
      );
      group.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      if (group.length === 1 || this.#options.isShared(error)) group.forEach(({ reject }) => reject(error));
      // One caller's failure must not be another's.
      else for (const waiting of group) await this.#settle(key, [waiting]);
    }
  }
}

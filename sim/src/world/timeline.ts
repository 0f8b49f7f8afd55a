interface Due {
  readonly at: number;
  readonly order: number;
  readonly work: () => void;
}

/** Virtual time: whatever is going to happen in a world, in one order. Nothing else makes anything happen there. */
export class Timeline {
  #now: number;
  #order = 0;
  /** Latest first, so that the next is taken from the end. */
  readonly #due: Due[] = [];

  /** @param start milliseconds since 1970 */
  constructor(start: number) {
    this.#now = start;
  }

  now = (): number => this.#now;

  /** Runs `work` once, `ms` from now; the answer cancels it. */
  after = (ms: number, work: () => void): (() => void) => {
    const due = { at: this.#now + Math.max(0, ms), order: (this.#order += 1), work };
    let low = 0;
    for (let high = this.#due.length; low < high;) {
      const middle = (low + high) >> 1;
      const other = this.#due[middle]!;
      if (other.at > due.at || (other.at === due.at && other.order > due.order)) low = middle + 1;
      else high = middle;
    }
    this.#due.splice(low, 0, due);
    return () => {
      const index = this.#due.indexOf(due);
      if (index >= 0) this.#due.splice(index, 1);
    };
  };

  pause(ms: number): Promise<void> {
    return new Promise((resolve) => this.after(ms, resolve));
  }

  /** Moves on to what is next, and runs it. */
  step(): void {
    const next = this.#due.pop();
    if (!next) throw new Error('nothing is going to happen any more');
    this.#now = Math.max(this.#now, next.at);
    next.work();
  }
}

const { setImmediate } = globalThis;

/** Lets everything that waits only for promises go on. */
export function quiet(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

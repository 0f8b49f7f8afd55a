/** A clock and a scheduler that move only when told. */
export class ManualTime {
  #now: number;
  #tasks: { at: number; work: () => void }[] = [];

  constructor(now = Date.parse('2026-11-20T09:00:00.000Z')) {
    this.#now = now;
  }

  now = (): number => this.#now;

  schedule = (work: () => void, ms: number): (() => void) => {
    const scheduled = { at: this.#now + ms, work };
    this.#tasks.push(scheduled);
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== scheduled);
    };
  };

  /** As when somebody sets the clock of a device: timers run on. */
  setBack(ms: number): void {
    this.#now -= ms;
    for (const task of this.#tasks) task.at -= ms;
  }

  /** Runs what falls due within `ms`, in order, and lets promises settle after each. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    await settled();
    for (;;) {
      const [next] = this.#tasks.filter(({ at }) => at <= until).sort((a, b) => a.at - b.at);
      if (!next) break;
      this.#tasks = this.#tasks.filter((other) => other !== next);
      this.#now = Math.max(this.#now, next.at);
      next.work();
      await settled();
    }
    this.#now = until;
  }
}

/** Lets everything that waits only for promises go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
}

/** A task that is to be called to mind at a local time, `2026-11-26T09:30`. */
export interface Reminder {
  readonly id: string;
  readonly at: string;
}

export interface ReminderClockOptions {
  /** All there are, the next one first. */
  pending(): readonly Reminder[];
  /** The local time now, to the minute; and milliseconds since 1970. */
  localNow(): string;
  now(): number;
  /** Up to which local time they have been shown on this device; empty for never. */
  readonly shownUntil: { get(): string; set(time: string): void };
  show(due: readonly Reminder[]): void;
  /** @returns stops it */
  after(milliseconds: number, call: () => void): () => void;
}

/** A timer of a browser sleeps with its computer, and a clock may be set: it looks at least so often. Milliseconds. */
const LOOK = 30_000;

/** Shows each reminder once when its time has come, those that were missed while nothing was open at the next start. */
export class ReminderClock {
  readonly #options: ReminderClockOptions;
  #stop: () => void = () => undefined;

  constructor(options: ReminderClockOptions) {
    this.#options = options;
  }

  /** Also when the reminders have changed. */
  look(): void {
    this.#stop();
    const { pending, localNow, now, shownUntil, show, after } = this.#options;
    const time = localNow();
    const since = shownUntil.get();
    // On a device that is new to the account only what comes from now on.
    if (since === '') shownUntil.set(time);
    const due = since === '' ? [] : pending().filter(({ at }) => at > since && at <= time);
    if (due.length > 0) show(due);
    if (since !== '' && time > since) shownUntil.set(time);
    const toMinute = 60_000 - (now() % 60_000);
    this.#stop = after(Math.min(LOOK, toMinute), () => this.look());
  }

  stop(): void {
    this.#stop();
  }
}

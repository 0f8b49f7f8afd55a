/** Beyond this a wait that the server asked for is cut short: a mistaken one must not stop a device for days. */
const LONGEST = 600_000;

/** How long the server asked to be left alone: 0 where it did not. Milliseconds. */
export function askedFor(retryAfter: number | undefined): number {
  return Math.max(0, Math.min(LONGEST, retryAfter ?? 0));
}

/** How long to wait when the server named a time: never less than without it, or nothing would slow down. */
export function askedWait(retryAfter: number | undefined, own: number): number {
  return Math.max(own, askedFor(retryAfter));
}

/** A wait that the server has asked for, which nobody's impatience cuts short. */
export class AskedWait {
  #span: { readonly since: number; readonly until: number } | undefined;

  begin(now: number, retryAfter: number | undefined): void {
    const ms = askedFor(retryAfter);
    this.#span = ms > 0 ? { since: now, until: now + ms } : undefined;
  }

  end(): void {
    this.#span = undefined;
  }

  /** Milliseconds that are left of it, or 0. A clock that was set back must not make of it a wait for days. */
  left(now: number): number {
    return this.#span && now >= this.#span.since ? Math.max(0, this.#span.until - now) : 0;
  }

  isOn(now: number): boolean {
    return this.left(now) > 0;
  }
}

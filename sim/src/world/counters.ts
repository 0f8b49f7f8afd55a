/** What must happen sometimes: a simulation in which one of these never does proves nothing about it. */
export const SOMETIMES = [
  'request lost',
  'reply lost',
  'request doubled',
  'overtaken',
  're-send answered',
  'captive portal',
  'answer cut short',
  'server unavailable',
  'asked to wait',
  'crash before a write',
  'crash after a write',
  'tab closed',
  'second tab leads',
  'storage full',
  'merged',
  'conflict',
  'lost write',
  'settled',
  'undone',
  'redone',
  'policy chosen',
  'round made',
  'round made on two devices',
  'word typed',
  'draft amended',
  'draft left behind',
  'rejected',
  'retried by the person',
  'discarded by the person',
  'clock clamped',
  'clock set',
  'append came between',
  'socket cut',
  'socket half open',
  'server killed',
  'partition healed',
  'session revoked',
  'backup restored',
  'given back',
  'tab frozen',
  'lock stolen',
  'storage handle died',
  'storage evicted',
  'quota reached',
  'token refreshed',
  'refresh reply lost',
  'working from memory',
  'signed out',
  'signed out with unsent events',
  'signed out offline',
  'signed out in one of two tabs',
  'sign-out finished at the next start',
  'signed in to another account',
  'queue kept aside',
  'old app',
  'app updated',
  'event too new for the server',
  'server updated',
] as const;

export type Sometimes = (typeof SOMETIMES)[number];

export class Counters {
  readonly #counts = new Map<Sometimes, number>();

  count(what: Sometimes, times = 1): void {
    if (times > 0) this.#counts.set(what, this.of(what) + times);
  }

  of(what: Sometimes): number {
    return this.#counts.get(what) ?? 0;
  }

  add(other: Readonly<Record<string, number>>): void {
    for (const what of SOMETIMES) this.count(what, other[what] ?? 0);
  }

  /** What has not happened at all. */
  never(): readonly Sometimes[] {
    return SOMETIMES.filter((what) => this.of(what) === 0);
  }

  all(): Record<Sometimes, number> {
    return Object.fromEntries(SOMETIMES.map((what) => [what, this.of(what)])) as Record<Sometimes, number>;
  }
}

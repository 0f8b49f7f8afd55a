import type { Channel } from '@cairn/client';
import type { Chance } from './chance.ts';
import type { Privacy } from './privacy.ts';
import type { Timeline } from './timeline.ts';

/** A tab as its channels see it. */
export interface Listener {
  readonly account: { readonly id: string };
  enter(work: () => void): void;
}

interface Port {
  readonly owner: Listener;
  readonly name: string;
  readonly listeners: Set<(message: unknown) => void>;
  /** When the last message on its way here arrives: none overtakes another. */
  busyUntil: number;
}

/** The BroadcastChannels of one profile. A message may be lost, as to a tab that is discarded. */
export class Broadcast {
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  readonly #privacy: Privacy;
  readonly #ports = new Set<Port>();
  lossRate = 0;

  constructor(timeline: Timeline, chance: Chance, privacy: Privacy) {
    this.#timeline = timeline;
    this.#chance = chance;
    this.#privacy = privacy;
  }

  open(owner: Listener, name: string): Channel {
    const port: Port = { owner, name, listeners: new Set(), busyUntil: 0 };
    this.#ports.add(port);
    return {
      post: (message) => this.#post(port, message),
      subscribe(listener) {
        port.listeners.add(listener);
        return () => port.listeners.delete(listener);
      },
      close: () => this.#ports.delete(port),
    };
  }

  leave(owner: Listener): void {
    for (const port of this.#ports) if (port.owner === owner) this.#ports.delete(port);
  }

  #post(from: Port, message: unknown): void {
    if (!this.#ports.has(from)) return;
    for (const port of this.#ports) {
      if (port === from || port.name !== from.name || this.#chance.happens(this.lossRate)) continue;
      const copy = structuredClone(message);
      this.#privacy.check(port.owner.account.id, 'a message between tabs', () => JSON.stringify(copy));
      const at = Math.max(port.busyUntil, this.#timeline.now() + this.#chance.between(0, 5));
      port.busyUntil = at;
      this.#timeline.after(at - this.#timeline.now(), () => {
        port.owner.enter(() => {
          if (this.#ports.has(port)) for (const listener of [...port.listeners]) listener(copy);
        });
      });
    }
  }
}

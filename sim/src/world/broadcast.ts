import type { Channel } from '@cairn/client';
import type { Chance } from './chance.ts';
import type { Timeline } from './timeline.ts';

interface Port {
  readonly owner: object;
  readonly name: string;
  readonly listeners: Set<(message: unknown) => void>;
  /** When the last message on its way here arrives: none overtakes another. */
  busyUntil: number;
}

/** The BroadcastChannels of one profile. A message may be lost, as to a tab that is frozen. */
export class Broadcast {
  readonly #timeline: Timeline;
  readonly #chance: Chance;
  readonly #ports = new Set<Port>();
  lossRate = 0;

  constructor(timeline: Timeline, chance: Chance) {
    this.#timeline = timeline;
    this.#chance = chance;
  }

  open(owner: object, name: string): Channel {
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

  leave(owner: object): void {
    for (const port of this.#ports) if (port.owner === owner) this.#ports.delete(port);
  }

  #post(from: Port, message: unknown): void {
    if (!this.#ports.has(from)) return;
    for (const port of this.#ports) {
      if (port === from || port.name !== from.name || this.#chance.happens(this.lossRate)) continue;
      const copy = structuredClone(message);
      const at = Math.max(port.busyUntil, this.#timeline.now() + this.#chance.between(0, 5));
      port.busyUntil = at;
      this.#timeline.after(at - this.#timeline.now(), () => {
        if (this.#ports.has(port)) for (const listener of [...port.listeners]) listener(copy);
      });
    }
  }
}

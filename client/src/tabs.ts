import type { Entity } from '@cairn/domain';
import type { Channel } from './environment/environment.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';

/** What the tabs of one profile tell each other, always after it is durable. Hints: a missed one is made good by re-reading. */
export type TabMessage =
  | { readonly kind: 'held'; readonly entries: readonly OutboxEntry[] }
  | {
      readonly kind: 'settled';
      readonly answered: readonly number[];
      readonly parked: readonly OutboxEntry[];
      readonly confirmed: readonly Entity[];
    }
  | {
      readonly kind: 'sender';
      readonly sending: boolean;
      readonly lastError: string | undefined;
      readonly retryAt: string | undefined;
    }
  /** The person, or a regained session, asks the tab that leads to try now. */
  | { readonly kind: 'kick' }
  /** Signed out in another tab: this one must not write a trace of the account again. */
  | { readonly kind: 'wiped' };

/** Messages of other releases are passed over. */
const VERSION = 1;

export class Tabs {
  readonly #channel: Channel;
  readonly #unsubscribe: () => void;

  constructor(channel: Channel, listener: (message: TabMessage) => void) {
    this.#channel = channel;
    this.#unsubscribe = channel.subscribe((data) => {
      const { version, message } = data as { version?: number; message?: TabMessage };
      if (version === VERSION && message) listener(message);
    });
  }

  post(message: TabMessage): void {
    this.#channel.post({ version: VERSION, message });
  }

  close(): void {
    this.#unsubscribe();
    this.#channel.close();
  }
}

import type { Entity } from '@cairn/domain';
import type { Channel } from './environment/environment.ts';
import type { Failure } from './link/classify.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { SyncEvent } from './sync/sync-event.ts';

/** What the tabs of one profile tell each other, always after it is durable. Hints: a missed one is made good by re-reading. */
export type TabMessage =
  | { readonly kind: 'held'; readonly entries: readonly OutboxEntry[] }
  | {
      readonly kind: 'settled';
      readonly answered: readonly number[];
      readonly parked: readonly OutboxEntry[];
      readonly confirmed: readonly Entity[];
      /** True when the tab that leads could not read all of `confirmed`, being of another release. */
      readonly isPartial?: boolean;
      /** Of the log that `confirmed` is of. */
      readonly epoch?: string | undefined;
    }
  /** From the tab that leads: what is on its way, and why nothing is. Times in milliseconds since 1970. */
  | {
      readonly kind: 'sender';
      readonly sending: readonly number[];
      readonly failure?: { readonly failure: Failure; readonly retryAt: number | undefined } | undefined;
      readonly stalledSince?: string | undefined;
      /** A restored server lacks what this device is about to give back. */
      readonly isOwing?: boolean | undefined;
    }
  /** To the tab that leads: is it there? Its answer is its `sender`. */
  | { readonly kind: 'ask' }
  /** What happened to events, for those who follow it. */
  | { readonly kind: 'happened'; readonly events: readonly SyncEvent[] }
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

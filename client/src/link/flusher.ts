import { entityKey, type Registry } from '@cairn/domain';
import type { Environment } from '../environment/environment.ts';
import type { Held, Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { backoff, chanceOf } from './backoff.ts';
import { classify, type Failure } from './classify.ts';
import type { Receipt } from './receipt.ts';

/** Events in one request, at most, and the characters of their JSON. */
const BATCH = 250;
const BATCH_CHARACTERS = 400_000;
/** Between attempts when only time, or somebody elsewhere, can help. Milliseconds. */
const BLOCKED_WAIT = 60_000;

export interface FlusherOptions {
  readonly outbox: Outbox;
  readonly registry: Registry;
  readonly environment: Environment;
  /** One request; receipts in the order of the entries. */
  send(entries: readonly OutboxEntry[], signal: AbortSignal): Promise<readonly Receipt[]>;
  /** Applies receipts in one step, durably; entries whose receipts it has not dealt with are sent again. */
  settle(entries: readonly OutboxEntry[], receipts: readonly Receipt[]): Promise<void>;
  onSending(sending: boolean): void;
  onFailure(failure: Failure, retryAt: number | undefined): void;
}

/**
 * Sends the outbox in order, from the one tab that leads.
 *
 *   idle ── kick ──► send ── receipts ──► settle ──► send …  until nothing is left ──► idle
 *                     │
 *                     ├─ road ───► wait 1, 2, 4 … 60 s, or a kick ──► send
 *                     ├─ blocked ► wait a minute, or a kick ────────► send
 *                     └─ sign-in ► wait for `resume` ───────────────► send
 */
export class Flusher {
  readonly #options: FlusherOptions;
  #limit = BATCH;
  #failures = 0;
  #signedOut = false;
  #wake: (() => void) | undefined;
  #kicked = false;
  /** Events that this server does not know yet; asked again after a new start. */
  readonly #unknown = new Set<number>();

  constructor(options: FlusherOptions) {
    this.#options = options;
  }

  /** Something new to send, or a reason to think that the road is back. */
  kick(): void {
    this.#kicked = true;
    if (!this.#signedOut) this.#wake?.();
  }

  /** There is a session again. */
  resume(): void {
    this.#signedOut = false;
    this.#failures = 0;
    this.kick();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#kicked = false;
      const batch = this.#signedOut ? [] : this.#next();
      if (batch.length === 0) {
        await this.#wait(undefined, signal);
        continue;
      }
      const wait = await this.#attempt(batch, signal);
      if (wait !== undefined) await this.#wait(wait, signal);
    }
  }

  /** Answers how long to wait before the next attempt; undefined for at once. */
  async #attempt(batch: readonly OutboxEntry[], signal: AbortSignal): Promise<number | undefined> {
    const { send, settle, onSending, onFailure, environment } = this.#options;
    onSending(true);
    try {
      const receipts = await send(batch, signal);
      if (!Array.isArray(receipts) || receipts.length !== batch.length)
        throw new Error('receipts do not fit the batch');
      receipts.forEach((receipt: Receipt, index) => {
        if (receipt.status === 'REJECTED' && receipt.code === 'UNKNOWN_EVENT')
          this.#unknown.add(batch[index]!.sequence);
      });
      await settle(batch, receipts);
      this.#failures = 0;
      if (this.#unknown.size > 0) onFailure({ kind: 'blocked', code: 'UNKNOWN_EVENT' }, undefined);
      return undefined;
    } catch (error) {
      if (signal.aborted) return undefined;
      const failure = classify(error);
      if (failure.kind === 'too-large' && batch.length > 1) {
        this.#limit = Math.ceil(batch.length / 2);
        return undefined;
      }
      this.#failures += 1;
      this.#signedOut = failure.kind === 'sign-in';
      const wait =
        failure.kind === 'road'
          ? (failure.retryAfter ?? backoff(this.#failures, chanceOf(environment.random(2))))
          : BLOCKED_WAIT;
      onFailure(failure, this.#signedOut ? undefined : environment.now() + wait);
      return wait;
    } finally {
      onSending(false);
    }
  }

  /** The next entries by sequence, without those that wait for a parked one [O3]. */
  #next(): OutboxEntry[] {
    const missing = new Set<string>();
    const batch: OutboxEntry[] = [];
    let characters = 0;
    for (const held of this.#options.outbox.all()) {
      const { entry } = held;
      const waits = this.#unknown.has(entry.sequence) || this.#dependsOn(held, missing);
      if (entry.rejection || waits) {
        if (held.event && held.entity && this.#options.registry.definition(held.event.type).creates) {
          missing.add(entityKey(held.entity));
        }
        continue;
      }
      characters += JSON.stringify(entry.input).length;
      if (batch.length > 0 && (batch.length >= this.#limit || characters > BATCH_CHARACTERS)) break;
      batch.push(entry);
    }
    return batch;
  }

  #dependsOn({ event, entity }: Held, missing: ReadonlySet<string>): boolean {
    if (missing.size === 0 || !event || !entity) return false;
    if (missing.has(entityKey(entity))) return true;
    const references = this.#options.registry.definition(event.type).references?.(event.payload) ?? [];
    return references.some((reference) => missing.has(entityKey(reference)));
  }

  async #wait(ms: number | undefined, signal: AbortSignal): Promise<void> {
    if (this.#kicked && !this.#signedOut) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        cancel?.();
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        resolve();
      };
      const cancel = ms === undefined || this.#signedOut ? undefined : this.#options.environment.schedule(done, ms);
      signal.addEventListener('abort', done);
      this.#wake = done;
    });
  }
}

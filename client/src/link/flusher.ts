import { clockTime, entityKey, type Registry } from '@cairn/domain';
import type { Environment } from '../environment/environment.ts';
import type { Held, Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { creates, dependsOn } from '../outbox/dependencies.ts';
import { askedWait, backoff, chanceOf } from './backoff.ts';
import { classify, type Failure } from './classify.ts';
import type { Receipt } from './receipt.ts';

/** Events in one request, at most, and the characters of their JSON. */
const BATCH = 250;
const BATCH_CHARACTERS = 400_000;
/** Between attempts when only time, or somebody elsewhere, can help. Milliseconds. */
const BLOCKED_WAIT = 60_000;
/** A draft that is older has no tab any more that would seal it. Milliseconds. */
const DRAFT_LEFT = 15_000;

export interface FlusherOptions {
  readonly outbox: Outbox;
  readonly registry: Registry;
  readonly environment: Environment;
  /** One request; receipts in the order of the entries. */
  send(entries: readonly OutboxEntry[], signal: AbortSignal): Promise<readonly Receipt[]>;
  /** Applies receipts in one step, durably; entries whose receipts it has not dealt with are sent again. */
  settle(entries: readonly OutboxEntry[], receipts: readonly Receipt[]): Promise<void>;
  /** Takes in what other tabs have stored. @throws StorageError */
  catchUp(): Promise<void>;
  /** Ends drafts, here and in storage. */
  seal(sequences: readonly number[]): Promise<void>;
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
  /** Events that this server does not know yet; asked again after a while, since it may be a newer one by then. */
  readonly #unknown = new Set<number>();
  #unknownSince = 0;

  constructor(options: FlusherOptions) {
    this.#options = options;
  }

  /** Something new to send, or a reason to think that the road is back. */
  kick(): void {
    this.#kicked = true;
    if (!this.#signedOut) this.#wake?.();
  }

  /** The server has answered this session: whatever said that there is none was wrong, or is over. */
  sessionHolds(): void {
    if (this.#signedOut) this.resume();
  }

  /** There is a session again. */
  resume(): void {
    this.#signedOut = false;
    this.#failures = 0;
    this.kick();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { outbox } = this.#options;
    while (!signal.aborted) {
      this.#kicked = false;
      const untilDraftEnds = await this.#endDrafts();
      // Or an older event would come after a newer one, and its value in the place of the newer one's.
      if (outbox.isBehind && (await this.#catchUp())) continue;
      const batch = this.#signedOut ? [] : this.#next();
      if (batch.length === 0) {
        await this.#wait(untilDraftEnds ?? (this.#unknown.size > 0 ? BLOCKED_WAIT : undefined), signal);
        continue;
      }
      const wait = await this.#attempt(batch, signal);
      if (wait !== undefined) await this.#wait(wait, signal);
    }
  }

  /** False where storage cannot be read: what is known is sent all the same. */
  #catchUp(): Promise<boolean> {
    return this.#options.catchUp().then(
      () => true,
      () => false,
    );
  }

  /** Seals drafts that their tabs have left behind. Answers when to look again, while there are others. */
  async #endDrafts(): Promise<number | undefined> {
    const { outbox, environment, seal } = this.#options;
    const drafts = outbox.all().filter(({ entry }) => entry.draft);
    if (drafts.length === 0) return undefined;
    // Also when the clock was set back meanwhile: no draft may wait for ever.
    const ageOf = ({ entry }: Held) =>
      Math.abs(environment.now() - Date.parse(clockTime(entry.input.event.occurredAt)));
    const left = drafts.filter((held) => ageOf(held) >= DRAFT_LEFT);
    if (left.length > 0) await seal(left.map(({ entry }) => entry.sequence)).catch(() => undefined);
    return left.length < drafts.length ? DRAFT_LEFT : undefined;
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
        if (receipt.status === 'REJECTED' && receipt.code === 'UNKNOWN_EVENT') {
          this.#unknown.add(batch[index]!.sequence);
          this.#unknownSince = environment.now();
        }
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
          ? askedWait(failure.retryAfter, backoff(this.#failures, chanceOf(environment.random(2))))
          : BLOCKED_WAIT;
      onFailure(failure, this.#signedOut ? undefined : environment.now() + wait);
      return wait;
    } finally {
      onSending(false);
    }
  }

  /**
   * The next entries by sequence, up to the first that is still a draft [O8], without those that wait [O3]: for a
   * creation that is parked or unknown to the server, or for one that was retried and so comes later in the sequence.
   */
  #next(): OutboxEntry[] {
    const { outbox, registry, environment } = this.#options;
    if (environment.now() - this.#unknownSince >= BLOCKED_WAIT) this.#unknown.clear();
    const all = outbox.all();
    /** Entities that the server does not have yet, by key. */
    const missing = new Set<string>();
    const created = all.filter((held) => creates(registry, held));
    for (const held of created) missing.add(entityKey(held.entity!));
    const batch: OutboxEntry[] = [];
    let characters = 0;
    for (const held of all) {
      const { entry } = held;
      if (entry.draft) break;
      if (entry.rejection) continue;
      if (this.#unknown.has(entry.sequence)) {
        // What follows on the same entity waits with it: `Entity.seen` tells by the last of them which are in.
        if (held.entity) missing.add(entityKey(held.entity));
        continue;
      }
      const isCreation = creates(registry, held);
      if (isCreation) missing.delete(entityKey(held.entity!));
      if (dependsOn(registry, held, missing)) {
        // Also for what merely names something missing: `Entity.seen` tells by the last event which are in.
        if (held.entity) missing.add(entityKey(held.entity));
        continue;
      }
      characters += JSON.stringify(entry.input).length;
      if (batch.length > 0 && (batch.length >= this.#limit || characters > BATCH_CHARACTERS)) break;
      batch.push(entry);
    }
    return batch;
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

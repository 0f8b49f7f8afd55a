import { clockTime, type Registry } from '@cairn/domain';
import type { Environment } from '../environment/environment.ts';
import { pause } from '../environment/pause.ts';
import type { Held, Outbox } from '../outbox/outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { Precedence } from '../outbox/precedence.ts';
import { AskedWait, askedWait } from './asked-wait.ts';
import { backoff, chanceOf } from './backoff.ts';
import { BATCH, batchRoom } from './batch.ts';
import { classify, type Failure } from './classify.ts';
import { isPutOff, type Receipt } from './receipt.ts';
import { newTrace } from './trace.ts';

/** Between attempts when only time, or somebody elsewhere, can help. Milliseconds. */
const BLOCKED_WAIT = 60_000;
/** How often storage may fail to be read before what it may hold is not waited for, and how long between. Milliseconds. */
const BLIND_AFTER = 4;
const READ_AGAIN = 1_000;
/** A draft that is older has no tab any more that would seal it. Milliseconds. */
const DRAFT_LEFT = 15_000;

export type Admission = 'go' | 'again' | 'wait' | 'leave';

export interface FlusherOptions {
  readonly outbox: Outbox;
  readonly registry: Registry;
  readonly environment: Environment;
  /** One request; receipts in the order of the entries. `trace` names it in the server's log. */
  send(entries: readonly OutboxEntry[], signal: AbortSignal, trace: string): Promise<readonly Receipt[]>;
  /** Applies receipts in one step, durably; entries whose receipts it has not dealt with are sent again. */
  settle(entries: readonly OutboxEntry[], receipts: readonly Receipt[], trace: string): Promise<void>;
  /**
   * Whether this log may be sent to: not before what a restored backup has lost is back in the outbox. `again` when that
   * changed what is to be sent, `wait` for a kick, `leave` to a tab of a newer release. @throws what a request throws, StorageError
   */
  admit(): Promise<Admission>;
  /** Whether another device may still give back the entity of this key, which a restored backup lacks. */
  mayComeBack(key: string): boolean;
  /** Whether the server has said that there is an entity of this key. */
  isConfirmed(key: string): boolean;
  /** Takes in what other tabs have stored. @throws StorageError */
  catchUp(): Promise<void>;
  /** Ends drafts, here and in storage. */
  seal(sequences: readonly number[]): Promise<void>;
  /** What is on its way now: an attempt's batch, and nothing once it has ended. `attempt` counts from 1. */
  onSending(entries: readonly OutboxEntry[], attempt: number, trace: string): void;
  /** `trace` is absent where no request failed. */
  onFailure(failure: Failure, retryAt: number | undefined, trace?: string): void;
}

/**
 * Sends the outbox in order, from the one tab that leads.
 *
 *   idle ── kick ──► send ── receipts ──► settle ──► send …  until nothing is left ──► idle
 *                     │
 *                     ├─ road ───► wait 1, 2, 4 … 60 s, or a kick ──► send
 *                     ├─ asked ──► wait as long as the server said ─► send
 *                     ├─ blocked ► wait a minute, or a kick ────────► send
 *                     ├─ older than what it must give back ► wait a minute ─► let another tab lead
 *                     └─ sign-in ► wait for `resume` ───────────────► send
 */
export class Flusher {
  readonly #options: FlusherOptions;
  #limit = BATCH;
  #failures = 0;
  #signedOut = false;
  #wake: (() => void) | undefined;
  #kicked = false;
  readonly #asked = new AskedWait();
  #attemptUnderWay: AbortController | undefined;
  /** How often in a row storage could not be read. */
  #unreadable = 0;
  #isInTimedWait = false;
  /** Events that the server cannot take yet, by sequence, with the reason; asked again after a while. */
  readonly #putOff = new Map<number, string>();
  #putOffSince = 0;

  constructor(options: FlusherOptions) {
    this.#options = options;
  }

  /** Something new to send, or a reason to think that the road is back. */
  kick(): void {
    this.#kicked = true;
    if (!this.#signedOut && !this.#isAskedToWait()) this.#wake?.();
  }

  /** True while something could be sent and nothing says why it is not. */
  get isDue(): boolean {
    return !this.#signedOut && !this.#isInTimedWait && this.#next().length > 0;
  }

  /** Gives up on the request under way, and makes it anew: the server knows by their ids what it has taken already. */
  restart(): void {
    this.#attemptUnderWay?.abort(new Error('given up'));
    this.kick();
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

  /** Until the signal, or until another tab had better lead. */
  async run(signal: AbortSignal): Promise<void> {
    const { outbox } = this.#options;
    while (!signal.aborted) {
      this.#kicked = false;
      const untilDraftEnds = await this.#endDrafts();
      // Or an older event would come after a newer one, and its value in the place of the newer one's.
      if (outbox.isBehind && (await this.#catchUp(signal))) continue;
      const admitted = await this.#admit();
      if (admitted === 'again') continue;
      if (admitted === 'leave') {
        this.#options.onFailure({ kind: 'blocked', code: 'UPGRADE_REQUIRED' }, undefined);
        // Not at once: where there is no other tab, this one would lead and read everything over and over.
        return this.#wait(BLOCKED_WAIT, signal);
      }
      const batch = this.#signedOut || admitted === 'wait' ? [] : this.#next();
      if (batch.length === 0) {
        await this.#wait(
          untilDraftEnds ?? (this.#putOff.size > 0 || outbox.count().pending > 0 ? BLOCKED_WAIT : undefined),
          signal,
        );
        continue;
      }
      // Robbed of the lock and leading again: what the server asked for holds all the same.
      const asked = this.#asked.left(this.#options.environment.now());
      if (asked > 0) {
        await this.#wait(asked, signal);
        continue;
      }
      const wait = await this.#attempt(batch, signal);
      if (wait !== undefined) await this.#wait(wait, signal);
    }
  }

  /** False where storage cannot be read, and that is no matter of a moment: what is known is sent all the same. */
  async #catchUp(signal: AbortSignal): Promise<boolean> {
    try {
      await this.#options.catchUp();
      this.#unreadable = 0;
      return true;
    } catch {
      this.#unreadable += 1;
      if (this.#unreadable >= BLIND_AFTER) return false;
      // Nobody's impatience makes it readable.
      await pause(this.#options.environment, READ_AGAIN, signal);
      return true;
    }
  }

  async #admit(): Promise<Admission> {
    const { admit, onFailure, environment } = this.#options;
    try {
      return await admit();
    } catch (error) {
      onFailure(classify(error), environment.now() + BLOCKED_WAIT);
      return 'wait';
    }
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
    const { settle, onSending, onFailure, environment } = this.#options;
    const trace = newTrace(environment);
    onSending(batch, this.#failures + 1, trace);
    try {
      const receipts = await this.#send(batch, signal, trace);
      if (signal.aborted) return undefined;
      if (!Array.isArray(receipts) || receipts.length !== batch.length)
        throw new Error('receipts do not fit the batch');
      receipts.forEach((receipt: Receipt, index) => {
        if (isPutOff(receipt)) {
          this.#putOff.set(batch[index]!.sequence, receipt.code!);
          this.#putOffSince = environment.now();
        }
      });
      await settle(batch, receipts, trace);
      this.#failures = 0;
      const [reason] = this.#putOff.values();
      if (reason !== undefined) onFailure({ kind: 'blocked', code: reason }, undefined);
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
      this.#asked.begin(environment.now(), failure.kind === 'road' ? failure.retryAfter : undefined);
      onFailure(failure, this.#signedOut ? undefined : environment.now() + wait, trace);
      return wait;
    } finally {
      onSending([], 0, trace);
    }
  }

  /** Ends when the term does, or when `restart` asks for it, also where the request itself takes no notice. */
  async #send(batch: readonly OutboxEntry[], signal: AbortSignal, trace: string): Promise<readonly Receipt[]> {
    const attempt = new AbortController();
    const end = () => attempt.abort(signal.reason);
    signal.addEventListener('abort', end);
    this.#attemptUnderWay = attempt;
    try {
      const givenUp = new Promise<never>((_resolve, reject) => {
        attempt.signal.addEventListener('abort', () => reject(attempt.signal.reason as Error));
      });
      return await Promise.race([this.#options.send(batch, attempt.signal, trace), givenUp]);
    } finally {
      this.#attemptUnderWay = undefined;
      signal.removeEventListener('abort', end);
    }
  }

  #isAskedToWait(): boolean {
    return this.#asked.isOn(this.#options.environment.now());
  }

  /** The next entries by sequence, up to the first that is still a draft [O8], without those that wait [O3]. */
  #next(): OutboxEntry[] {
    const { outbox, registry, environment, isConfirmed, mayComeBack } = this.#options;
    // Also when the clock was set back meanwhile: it must not make of a minute a wait for days.
    if (Math.abs(environment.now() - this.#putOffSince) >= BLOCKED_WAIT) this.#putOff.clear();
    const all = outbox.all();
    const isPutOff = ({ sequence }: OutboxEntry) => this.#putOff.has(sequence);
    const precedence = new Precedence({ registry, all, isConfirmed, mayComeBack, isPutOff });
    const batch: OutboxEntry[] = [];
    const fits = batchRoom(this.#limit);
    for (const held of all) {
      const { entry } = held;
      if (entry.draft) break;
      if (precedence.waits(held)) continue;
      if (!fits(entry)) break;
      batch.push(entry);
    }
    return batch;
  }

  async #wait(ms: number | undefined, signal: AbortSignal): Promise<void> {
    if ((this.#kicked && !this.#signedOut && !this.#isAskedToWait()) || signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#isInTimedWait = ms !== undefined;
      const done = () => {
        cancel?.();
        signal.removeEventListener('abort', done);
        this.#wake = undefined;
        this.#isInTimedWait = false;
        resolve();
      };
      const cancel = ms === undefined || this.#signedOut ? undefined : this.#options.environment.schedule(done, ms);
      signal.addEventListener('abort', done);
      this.#wake = done;
    });
  }
}

import { randomBytes, randomUUID } from 'node:crypto';
import { forAccount, type PrismaClient } from '@cairn/prisma';
import type { SecurityLog } from '../account/security-log.ts';
import { traceOf, traceResponse, type Trace } from '../trace.ts';
import { ATTEMPTS, delayAfter, readRetryAfter } from './backoff.ts';
import { messageOf, readBatch, type BatchMessage } from './batch.ts';
import { deliveryCodeOf, DeliveryFailure, type DeliveryCode } from './delivery-failure.ts';
import { signedHeaders } from './signature.ts';
import { TIMEOUT, type Answer, type Transport } from './transport.ts';

/** How long nobody else sends: an attempt, and what the database needs around it. Milliseconds. */
export const LEASE = TIMEOUT + 10_000;

/** Batches in a row, before the next webhook has its turn. */
const TURN = 20;

export type WebhookRow = NonNullable<Awaited<ReturnType<PrismaClient['webhook']['findFirst']>>>;

export interface WebhookRef {
  readonly accountId: string;
  readonly id: string;
}

/** One attempt, as it went. */
export interface Attempted {
  readonly webhook: WebhookRef;
  readonly messageId: string;
  readonly events: number;
  /** Which one of this batch, from 1. */
  readonly attempt: number;
  /** Undefined when it was taken. */
  readonly error: DeliveryCode | undefined;
  readonly status: number | undefined;
  readonly milliseconds: number;
  /** That the webhook was disabled by it. */
  readonly isDisabled: boolean;
  readonly trace: Trace;
}

export interface DeliveriesOptions {
  readonly prisma: PrismaClient;
  readonly transport: Transport;
  readonly securityLog: SecurityLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1. */
  readonly random: () => number;
  /** Called after each attempt. Must not throw. */
  readonly onAttempted?: ((attempted: Attempted) => void) | undefined;
}

/** When a webhook is to be looked at again: milliseconds since 1970, or not before it is heard of. */
export type Again = number | undefined;

/**
 * Sends what the log holds, in its order: a batch goes only after the one before was taken. Any number of processes may do
 * it; whoever holds the lease in the row sends, and what came of it is written only by who holds it still. So a batch may
 * be sent twice, by a process that died or was asleep in between, but under the same id; none is passed over.
 */
export class Deliveries {
  readonly #options: DeliveriesOptions;

  constructor(options: DeliveriesOptions) {
    this.#options = options;
  }

  /**
   * Sends all that is due of one webhook, for a turn.
   * @param stop.soon begins no other attempt
   * @param stop.now gives up the one at hand, which then counts as never made
   */
  async run(webhook: WebhookRef, stop: { readonly soon: AbortSignal; readonly now: AbortSignal }): Promise<Again> {
    const lease = randomUUID();
    const claimed = await this.#claim(webhook, lease);
    if (!claimed) return this.#whenFree(webhook);
    for (let row = claimed, sent = 0; ; sent += 1) {
      if (stop.soon.aborted || sent === TURN) return this.#release(row, {}, 0);
      const batch = await readBatch(this.#options.prisma, row);
      // Erased meanwhile, with everything.
      if (!batch) return undefined;
      if (batch.events.length === 0) {
        const again = batch.hasMore ? 0 : undefined;
        return this.#release(row, { scannedTo: batch.end }, again);
      }
      // What is tried is fixed before it is: nobody knows whether it arrives. A secret may be newer than the claim.
      const fixed = await this.#write(row, { batchEnd: batch.end, leaseUntil: this.#in(LEASE) });
      if (!fixed) return 0;
      const message = messageOf(fixed, batch);
      const trace = traceOf(undefined);
      const started = performance.now();
      const outcome = await this.#send(fixed, message, trace, stop.now);
      if (!outcome) return this.#release(fixed, {}, 0);
      const milliseconds = performance.now() - started;
      const { next, again, isDisabled } = await this.#settle(fixed, batch.end, outcome);
      this.#options.onAttempted?.({
        webhook,
        messageId: message.id,
        events: batch.events.length,
        attempt: fixed.failures + 1,
        error: outcome.error,
        status: outcome.answer?.status,
        milliseconds,
        isDisabled,
        trace,
      });
      if (!next) return again;
      row = next;
    }
  }

  /** One message outside of the log's order, that changes nothing. */
  async test(row: WebhookRow): Promise<Outcome> {
    const body = JSON.stringify({
      type: 'webhook.test',
      timestamp: new Date(this.#options.now()).toISOString(),
      data: { webhookId: row.id },
    });
    const id = `msg_${randomBytes(20).toString('base64url')}`;
    return (await this.#send(row, { id, body }, traceOf(undefined)))!;
  }

  async #claim({ accountId, id }: WebhookRef, lease: string): Promise<WebhookRow | undefined> {
    const now = new Date(this.#options.now());
    const [row] = await this.#of(accountId).updateManyAndReturn({
      where: {
        accountId,
        id,
        disabledAt: null,
        AND: [
          { OR: [{ leaseUntil: null }, { leaseUntil: { lte: now } }] },
          { OR: [{ nextAttemptAt: null }, { nextAttemptAt: { lte: now } }] },
        ],
      },
      data: { lease, leaseUntil: this.#in(LEASE) },
    });
    return row;
  }

  /** Of one that could not be claimed. */
  async #whenFree({ accountId, id }: WebhookRef): Promise<Again> {
    const row = await this.#of(accountId).findFirst({ where: { accountId, id, disabledAt: null } });
    return row ? Math.max(row.leaseUntil?.getTime() ?? 0, row.nextAttemptAt?.getTime() ?? 0) : undefined;
  }

  /** Undefined when it was given up. */
  async #send(row: WebhookRow, { id, body }: BatchMessage, trace: Trace, giveUp?: AbortSignal) {
    const { transport, now } = this.#options;
    const timestamp = Math.floor(now() / 1_000);
    const isPreviousGood = row.previousUntil !== null && now() < row.previousUntil.getTime();
    const secrets = [row.secret, ...(isPreviousGood && row.previousSecret ? [row.previousSecret] : [])];
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Cairn',
      traceparent: traceResponse(trace),
      ...signedHeaders({ id, timestamp, body }, secrets),
    };
    try {
      const answer = await transport({ url: row.url, headers, body }, giveUp);
      const isTaken = answer.status >= 200 && answer.status < 300;
      return (isTaken ? { answer } : { answer, error: 'HTTP_STATUS' }) satisfies Outcome as Outcome;
    } catch (error) {
      if (giveUp?.aborted && !(error instanceof DeliveryFailure)) return undefined;
      return { error: deliveryCodeOf(error) } satisfies Outcome as Outcome;
    }
  }

  /** Writes what came of an attempt. `next` goes on at once. */
  async #settle(row: WebhookRow, end: number, { answer, error }: Outcome): Promise<Settled> {
    const { now, random, securityLog } = this.#options;
    const at = new Date(now());
    const tried = { lastAttemptAt: at, lastStatus: answer?.status ?? null, lastError: error ?? null };
    if (error === undefined) {
      const taken = { position: end, scannedTo: end, batchEnd: null, failures: 0, nextAttemptAt: null };
      const data = { ...tried, ...taken, lastDeliveredAt: at, leaseUntil: this.#in(LEASE) };
      return { next: await this.#write(row, data), again: 0, isDisabled: false };
    }
    const failures = row.failures + 1;
    const isGone = answer?.status === 410;
    const free = { lease: null, leaseUntil: null };
    if (isGone || failures >= ATTEMPTS) {
      const disabledReason: DisabledReason = isGone ? 'GONE' : 'FAILING';
      const disabled = { nextAttemptAt: null, disabledAt: at, disabledReason };
      const isDisabled = Boolean(await this.#write(row, { ...tried, ...free, ...disabled, failures }));
      if (isDisabled) await securityLog.note(row.accountId, { kind: 'WEBHOOK_FAILED', subject: row.name });
      return { isDisabled, again: undefined };
    }
    const retryAfter = readRetryAfter(answer?.retryAfter, now());
    const nextAttemptAt = this.#in(delayAfter(failures, random(), retryAfter));
    const isWritten = await this.#write(row, { ...tried, ...free, failures, nextAttemptAt });
    return { isDisabled: false, again: isWritten ? nextAttemptAt.getTime() : 0 };
  }

  async #release(row: WebhookRow, data: Partial<WebhookRow>, again: Again): Promise<Again> {
    const released = await this.#write(row, { ...data, lease: null, leaseUntil: null });
    return released ? again : 0;
  }

  /** Undefined when the lease went to somebody else, or the account changed what is to be sent. */
  async #write({ accountId, id, lease }: WebhookRow, data: Partial<WebhookRow>): Promise<WebhookRow | undefined> {
    const [row] = await this.#of(accountId).updateManyAndReturn({
      where: { accountId, id, lease },
      data: data as never,
    });
    return row;
  }

  #of(accountId: string): PrismaClient['webhook'] {
    return forAccount(this.#options.prisma, accountId).webhook;
  }

  #in(milliseconds: number): Date {
    return new Date(this.#options.now() + milliseconds);
  }
}

/** Why nothing more is sent: the account asked for it, the receiver did (410), or it has failed for days. */
export type DisabledReason = 'REQUESTED' | 'GONE' | 'FAILING';

export interface Outcome {
  readonly answer?: Answer;
  /** Undefined when it was taken. */
  readonly error?: DeliveryCode;
}

interface Settled {
  /** The webhook as it is now, when there may be more to send. */
  readonly next?: WebhookRow | undefined;
  readonly again: Again;
  readonly isDisabled: boolean;
}

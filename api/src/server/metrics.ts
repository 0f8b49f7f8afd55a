import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Answered, Appender } from '../append/appender.ts';
import type { Feed } from '../feed/feed.ts';
import type { Wakeups } from '../feed/wakeups.ts';
import type { Attempted } from '../webhook/deliveries.ts';
import type { WebhookSender } from '../webhook/webhook-sender.ts';

/** What an operation is, as far as it could be read. */
export type OperationKind = 'query' | 'mutation' | 'subscription' | 'none';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const COUNTS = [1, 2, 5, 10, 25, 50, 100, 250, 500];

export interface Observed {
  readonly appender: Appender;
  readonly feed: Feed;
  readonly wakeups: Wakeups;
  /** Whether the database answers. */
  readonly isDatabaseUp: () => Promise<boolean>;
}

/**
 * What one server counts, for Prometheus. Every label has a fixed set of values: none comes from a person, a device or a
 * request's text, so that no caller can make the series grow. docs/operating.md says what each means.
 */
export class Metrics {
  /** Of this server alone: several may run in one process. */
  readonly registry = new Registry();
  readonly #events = this.#counter('events_total', 'Events answered, by outcome or code of rejection', ['outcome']);
  readonly #appends = this.#histogram('append_seconds', 'From an append to its receipts', SECONDS);
  readonly #batch = this.#histogram('append_batch_events', 'Events of an append', COUNTS);
  readonly #group = this.#histogram('append_group_appends', 'Appends that shared one transaction', COUNTS);
  readonly #retries = this.#counter('append_retries_total', 'Times that an append looked again', []);
  readonly #pages = this.#counter('feed_pages_total', 'Pages of the feed, asked for or followed', []);
  readonly #changes = this.#counter('feed_changes_total', 'Entities in these pages', []);
  readonly #requests = this.#counter('requests_total', 'Requests by transport, kind and code of the first error', [
    'transport',
    'operation',
    'code',
  ]);
  readonly #ends = this.#counter('sessions_ended_total', 'Ends of sessions that this server heard of', []);
  readonly #wakeups = this.#counter('wakeups_total', 'Wake-ups of the feed', ['direction']);
  readonly #deliveries = this.#counter('webhook_attempts_total', 'Attempts to deliver a batch', ['outcome']);
  readonly #delivered = this.#counter('webhook_events_total', 'Events that were taken by a webhook', []);
  readonly #attempts = this.#histogram('webhook_attempt_seconds', 'How long an attempt took', SECONDS);
  readonly #disabled = this.#counter('webhooks_disabled_total', 'Webhooks that were disabled for failing', []);
  #openSockets = 0;

  constructor() {
    this.#gauge('sockets', 'Open sockets', () => this.#openSockets);
  }

  answered({ receipts, milliseconds, group, retries }: Answered): void {
    const outcomes = new Map<string, number>();
    for (const { resent, code, status } of receipts) {
      const outcome = resent ? 'resent' : (code ?? status.toLowerCase());
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    for (const [outcome, count] of outcomes) this.#events.inc({ outcome }, count);
    this.#appends.observe(milliseconds / 1_000);
    this.#batch.observe(receipts.length);
    this.#group.observe(group);
    if (retries > 0) this.#retries.inc(retries);
  }

  page(changes: number): void {
    this.#pages.inc();
    this.#changes.inc(changes);
  }

  /** @param code of the first error; OK without one */
  request(transport: 'http' | 'socket' | 'stream', operation: OperationKind, code: string): void {
    this.#requests.inc({ transport, operation, code });
  }

  sessionEnded(): void {
    this.#ends.inc();
  }

  wakeup(direction: 'sent' | 'heard'): void {
    this.#wakeups.inc({ direction });
  }

  delivery({ error, events, milliseconds, isDisabled }: Attempted): void {
    this.#deliveries.inc({ outcome: error ?? 'delivered' });
    this.#attempts.observe(milliseconds / 1_000);
    if (error === undefined) this.#delivered.inc(events);
    if (isDisabled) this.#disabled.inc();
  }

  socketOpened(): void {
    this.#openSockets += 1;
  }

  socketClosed(): void {
    this.#openSockets -= 1;
  }

  /** Asked when somebody reads the metrics, and only then. */
  observe({ feed, appender, wakeups, isDatabaseUp }: Observed): void {
    this.#gauge('appends_waiting', 'Appends that wait for their transaction', () => appender.waiting);
    this.#gauge('feed_subscribers', 'Open subscriptions', () => feed.subscriberCount);
    this.#gauge('feed_lag_events', 'Events that the slowest subscription is behind its account', () => feed.lag);
    this.#gauge('wakeups_up', '1 while wake-ups of other servers arrive', () => Number(wakeups.isUp));
    this.#gauge('database_up', '1 while the database answers', async () => Number(await isDatabaseUp()));
  }

  observeSender(sender: WebhookSender): void {
    this.#gauge('webhooks_sending', 'Webhooks that something is being sent to', () => sender.running);
    this.#gauge('webhooks_due', 'Webhooks that wait for their turn', () => sender.waiting);
  }

  #counter<Label extends string>(name: string, help: string, labelNames: readonly Label[]): Counter<Label> {
    return new Counter({ name: `cairn_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  #histogram(name: string, help: string, buckets: number[]): Histogram {
    return new Histogram({ name: `cairn_${name}`, help, buckets, registers: [this.registry] });
  }

  #gauge(name: string, help: string, read: () => number | Promise<number>): Gauge {
    return new Gauge({
      name: `cairn_${name}`,
      help,
      registers: [this.registry],
      async collect() {
        this.set(await read());
      },
    });
  }
}

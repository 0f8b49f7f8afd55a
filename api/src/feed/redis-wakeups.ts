import { Redis, type RedisOptions } from 'ioredis';
import { LocalWakeups, type EndHint, type Hint, type Wakeups } from './wakeups.ts';

const CHANNEL = 'cairn:wakeups';
const RECONNECT_LIMIT = 5_000;
/** No position: a process of the release before passes it over. */
const ENDED = 'ended';

export interface RedisWakeupsOptions {
  readonly url: string;
  /** Default `cairn:wakeups`. */
  readonly channel?: string;
  /** Called when the connection is lost or back, not for every attempt. */
  readonly log?: (line: string) => void;
}

/** For any number of processes. While Redis is away only this process hears its own hints. */
export class RedisWakeups implements Wakeups {
  readonly #local = new LocalWakeups();
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #channel: string;
  #isUp = false;

  constructor({ url, channel = CHANNEL, log = () => {} }: RedisWakeupsOptions) {
    this.#channel = channel;
    const options: RedisOptions = {
      // A hint that cannot be sent now is worth nothing later.
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      retryStrategy: (attempt) => Math.min(attempt * 100, RECONNECT_LIMIT),
    };
    this.#publisher = new Redis(url, options);
    this.#subscriber = new Redis(url, { ...options, autoResubscribe: false });
    this.#publisher.on('error', () => {});
    this.#subscriber.on('error', () => {});
    this.#subscriber.on('ready', () => {
      this.#subscriber.subscribe(channel).then(
        () => {
          this.#isUp = true;
          log('redis: connected');
        },
        () => this.#subscriber.disconnect(true),
      );
    });
    this.#subscriber.on('close', () => {
      if (this.#isUp) log('redis: connection lost; looking for changes instead');
      this.#isUp = false;
    });
    this.#subscriber.on('message', (_channel, message) => this.#hear(message));
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  publish(hint: Hint): void {
    this.#local.publish(hint);
    this.#publisher.publish(this.#channel, `${hint.accountId} ${hint.position}`).catch(() => {});
  }

  listen(listener: (hint: Hint) => void): () => void {
    return this.#local.listen(listener);
  }

  publishEnd(hint: EndHint): void {
    this.#local.publishEnd(hint);
    this.#publisher.publish(this.#channel, `${hint.accountId} ${ENDED} ${hint.deviceId}`).catch(() => {});
  }

  listenToEnds(listener: (hint: EndHint) => void): () => void {
    return this.#local.listenToEnds(listener);
  }

  async close(): Promise<void> {
    this.#isUp = false;
    await this.#local.close();
    this.#publisher.disconnect();
    this.#subscriber.disconnect();
  }

  #hear(message: string): void {
    const [accountId, what, deviceId] = message.split(' ');
    if (!accountId) return;
    if (what === ENDED && deviceId) this.#local.publishEnd({ accountId, deviceId });
    else if (Number.isInteger(Number(what))) this.#local.publish({ accountId, position: Number(what) });
  }
}

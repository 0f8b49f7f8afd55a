import type { MemoryRequest, MemoryResponse } from '@cairn/api/testing';
import type { Account } from './account.ts';
import type { Cluster } from './cluster.ts';
import type { Privacy } from './privacy.ts';
import type { WorldContext } from './world-context.ts';

/** A tab as its road sees it. */
export interface RoadUser {
  readonly isAlive: boolean;
  readonly isFrozen: boolean;
  readonly isInMemory: boolean;
  readonly account: Account;
  readonly session: { readonly deviceId: string };
  enter(work: () => void): void;
}

const LATENCY = 30;
/** What is stuck somewhere arrives late, but does arrive. Milliseconds. */
const STUCK = 8_000;

/** What a device's clock may be off in the seconds that a server asks for. Milliseconds. */
const INEXACT = 10;

/** So long after it was thawed a tab that was robbed of the lock may still act as if it had it. Milliseconds. */
const HEARS_WITHIN = 1_000;

const refused = () => new TypeError('Failed to fetch');

const portalPage: MemoryResponse = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><body>Accept our terms</body></html>',
};

/** The road between one device and the server: each request and each reply is on its way by itself. */
export class Road {
  /** Whether what is sent in this direction arrives. */
  toServer = true;
  toDevice = true;
  /** A captive portal answers in place of the server. */
  isPortal = false;
  /** How often a thing on its way is lost, doubled, stuck or cut short; from 0, never, to 1. */
  faultRate = 0;
  readonly #context: WorldContext;
  readonly #cluster: Cluster;
  readonly #privacy: Privacy;
  /** Tabs that lost the lock while they had something on the way. */
  readonly #robbed = new WeakSet<RoadUser>();
  /** Those of them that have not heard of it yet. */
  readonly #unaware = new WeakSet<RoadUser>();
  /** Until when a tab was asked to wait. */
  readonly #askedToWait = new Map<RoadUser, number>();
  /** Who has batches of events on the way, and how many. */
  readonly #senders = new Map<RoadUser, number>();
  /** The batches sent so far, and the last of them that arrived. */
  #sent = 0;
  #arrived = 0;

  constructor(context: WorldContext, cluster: Cluster, privacy: Privacy) {
    this.#context = context;
    this.#cluster = cluster;
    this.#privacy = privacy;
  }

  get isWhole(): boolean {
    return this.toServer && this.toDevice;
  }

  /** Milliseconds on the way. */
  latency(): number {
    const { chance } = this.#context;
    return chance.between(1, LATENCY) + (chance.happens(this.faultRate / 4) ? chance.below(STUCK) : 0);
  }

  fetchFor(user: RoadUser): typeof fetch {
    return (_input, init) =>
      new Promise((resolve, reject) => {
        const body = init!.body as string;
        const isBatch = body.includes('"operationName":"replayEvents"');
        this.#privacy.check(user.account.id, 'a request', () => body);
        if (isBatch) this.#begin(user);
        let isOver = false;
        const end = (settle: () => void) => {
          if (!user.isAlive || isOver) return;
          isOver = true;
          if (isBatch) this.#end(user);
          user.enter(settle);
        };
        init!.signal?.addEventListener('abort', () => end(() => reject(init!.signal!.reason as Error)));
        const headers = init!.headers as Readonly<Record<string, string>>;
        this.#send(user, { headers, body }, isBatch, (answer) =>
          end(() => {
            if (!answer) return reject(refused());
            this.#privacy.check(user.account.id, 'an answer', () => answer.body);
            if (isBatch) this.#note(user, answer);
            if (answer.body.includes('"refreshSession":{')) this.#context.counters.count('token refreshed');
            resolve(new Response(answer.body, { status: answer.status, headers: answer.headers }));
          }),
        );
      });
  }

  #note(user: RoadUser, { status, headers, body }: MemoryResponse): void {
    const { timeline, counters } = this.#context;
    // Robbed, it has given up the request, and does not read the answer.
    if (status === 429 && !this.#robbed.has(user))
      this.#askedToWait.set(user, timeline.now() + Number(headers['retry-after']) * 1_000);
    if (body.includes('UNKNOWN_EVENT')) counters.count('event too new for the server');
    if (body.includes('QUOTA_EXCEEDED')) counters.count('quota reached');
  }

  /** A wait that a wrong clock measured is nobody's fault. */
  clockWasSet(): void {
    this.#askedToWait.clear();
  }

  /** What the tab has on the way it may have beside the next that leads. */
  wasRobbed(user: RoadUser): void {
    this.#robbed.add(user);
    this.#unaware.add(user);
    this.#context.counters.count('lock stolen');
  }

  /** It hears of it among all else that waited for it, and may have begun to send: ids make that harmless. */
  heardOfIt(user: RoadUser): void {
    this.#context.timeline.after(HEARS_WITHIN, () => this.#unaware.delete(user));
  }

  /** The tab is gone, with what it had on the way. */
  leave(user: RoadUser): void {
    this.#senders.delete(user);
    this.#askedToWait.delete(user);
  }

  #begin(user: RoadUser): void {
    const { timeline, violated } = this.#context;
    if (timeline.now() + INEXACT < (this.#askedToWait.get(user) ?? 0))
      violated('O3', 'sent before the server said to come back');
    for (const other of this.#senders.keys()) {
      // One that was frozen may have something under way, and was robbed of the lock for it.
      const isHonest = other.isAlive && !other.isFrozen && !other.isInMemory && !this.#robbed.has(other);
      if (
        other !== user &&
        isHonest &&
        !this.#unaware.has(user) &&
        !user.isInMemory &&
        // Of a device that has left, a tab that was frozen meanwhile knows neither lock nor disk of the one that came after.
        other.session.deviceId === user.session.deviceId
      ) {
        violated('O2', 'two tabs of a device send at once');
      }
    }
    if (!this.#unaware.has(user)) this.#robbed.delete(user);
    this.#senders.set(user, (this.#senders.get(user) ?? 0) + 1);
  }

  #end(user: RoadUser): void {
    const left = (this.#senders.get(user) ?? 1) - 1;
    if (left > 0) this.#senders.set(user, left);
    else this.#senders.delete(user);
  }

  /** @param answer called once, or never: without a response when the connection broke */
  #send(user: RoadUser, request: MemoryRequest, isBatch: boolean, answer: (response?: MemoryResponse) => void): void {
    const { timeline, chance, counters } = this.#context;
    /** Seen at once, or only by the client's own patience. */
    const fail = () => {
      if (chance.below(3) > 0) timeline.after(chance.between(1, 200), () => answer());
    };
    const number = isBatch ? (this.#sent += 1) : 0;
    if (!this.toServer || chance.happens(this.faultRate)) {
      counters.count('request lost');
      return fail();
    }
    const doubled = chance.happens(this.faultRate);
    if (doubled) counters.count('request doubled');
    for (const copy of doubled ? [1, 2] : [1]) {
      timeline.after(this.latency(), () => {
        if (number > 0 && number < this.#arrived) counters.count('overtaken');
        this.#arrived = Math.max(this.#arrived, number);
        this.#deliver(user, request, isBatch, (response) => {
          if (copy > 1) return;
          if (!response) return fail();
          if (!this.toDevice || chance.happens(this.faultRate)) {
            counters.count('reply lost');
            if (request.body.includes('refreshSession')) counters.count('refresh reply lost');
            return fail();
          }
          if (response.body.includes('"resent":true')) counters.count('re-send answered');
          timeline.after(this.latency(), () => answer(this.#onTheWay(response)));
        });
      });
    }
  }

  #onTheWay(response: MemoryResponse): MemoryResponse {
    const { chance, counters } = this.#context;
    if (response === portalPage || !chance.happens(this.faultRate / 4)) return response;
    counters.count('answer cut short');
    return { ...response, body: response.body.slice(0, chance.below(response.body.length)) };
  }

  /** At the other end. `answer` gets nothing where nobody is there, or where whoever is dies meanwhile. */
  #deliver(
    user: RoadUser,
    request: MemoryRequest,
    isBatch: boolean,
    answer: (response?: MemoryResponse) => void,
  ): void {
    const { chance, counters } = this.#context;
    if (this.isPortal) {
      counters.count('captive portal');
      return answer(portalPage);
    }
    const process = this.#cluster.any();
    if (!process || chance.happens(this.faultRate / 4)) {
      counters.count('server unavailable');
      return answer({ status: 503, headers: { 'content-type': 'text/html' }, body: '<html>Bad gateway</html>' });
    }
    if (chance.happens(this.faultRate / 4)) {
      counters.count('asked to wait');
      const headers = { 'content-type': 'text/plain', 'retry-after': String(chance.between(2, 20)) };
      return answer({ status: 429, headers, body: 'slow down' });
    }
    const mayPutOff = process.isOld || this.#cluster.hasQuota;
    if (isBatch && mayPutOff) user.account.ledger.mayBePassedOver(user.session.deviceId);
    let isOver = false;
    const end = (response?: MemoryResponse) => {
      if (isOver) return;
      isOver = true;
      process.onDeath.delete(onDeath);
      answer(response);
    };
    const onDeath = () => end();
    process.onDeath.add(onDeath);
    process.server.request(request).then(end, (error: unknown) => {
      this.#context.note(`the server failed: ${String(error)}`);
      end();
    });
  }
}

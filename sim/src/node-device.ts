import {
  memoryBucketStore,
  memoryOutboxStore,
  MemoryOutbox,
  openCairn,
  type Cairn,
  type CairnOptions,
  type Environment,
} from '@cairn/client';
import { nodeEnvironment } from '@cairn/client/node';
import { testApp } from '@cairn/client/testing';
import type { Entity, Payloads } from '@cairn/domain';
import { WebSocket } from 'ws';

/** What the road does to the next requests; counts what happened. */
export class Road {
  isUp = true;
  /** For each of the next requests of this operation: what becomes of it. */
  readonly faults: { readonly operation: string; readonly fault: 'lose-request' | 'lose-reply' | 'captive-portal' }[] =
    [];
  readonly happened: string[] = [];
  /** Hears of each answer of the server, before the device does. */
  onAnswer: (operation: string) => void = () => {};

  readonly fetch: typeof fetch = async (input, init) => {
    if (!this.isUp) throw new TypeError('Failed to fetch');
    const operation = (JSON.parse(init?.body as string) as { operationName?: string }).operationName ?? '';
    const index = this.faults.findIndex((planned) => planned.operation === operation);
    const fault = index < 0 ? undefined : this.faults.splice(index, 1)[0]!.fault;
    if (fault) this.happened.push(fault);
    if (fault === 'lose-request') throw new TypeError('Failed to fetch');
    if (fault === 'captive-portal') {
      return new Response('<html>Accept our terms</html>', { headers: { 'content-type': 'text/html' } });
    }
    const response = await fetch(input, init);
    const body = await response.text();
    this.onAnswer(operation);
    if (fault === 'lose-reply' || !this.isUp) throw new TypeError('Failed to fetch');
    return new Response(body, { status: response.status, headers: response.headers });
  };
}

interface Session {
  readonly token: string;
  readonly accountId: string;
  readonly deviceId: string;
}

/** A device in this process: the real client on memory that outlives it, as a disk would. */
export class NodeDevice {
  readonly road = new Road();
  /** With the newest token, as a program would keep it on its disk. */
  session: Session;
  readonly outbox = new MemoryOutbox();
  readonly buckets = new Map<string, string>();
  readonly sent = new Map<string, string>();
  readonly #url: string;
  readonly #environment: Environment;
  #cairn: Cairn<Payloads> | undefined;

  private constructor(url: string, session: Session) {
    this.#url = url;
    this.session = session;
    this.#environment = { ...nodeEnvironment({ webSocket: this.#socketOnRoad() }), fetch: this.road.fetch };
  }

  static async signUp(url: string, email: string): Promise<NodeDevice> {
    return NodeDevice.#enter(url, 'signUp', email);
  }

  static async signIn(url: string, email: string): Promise<NodeDevice> {
    return NodeDevice.#enter(url, 'signIn', email);
  }

  static async #enter(url: string, mutation: 'signUp' | 'signIn', email: string): Promise<NodeDevice> {
    const device = new NodeDevice(url, await enter(url, mutation, email));
    await device.start();
    return device;
  }

  /** The person signs in again to the same account: the client is opened anew with what the device holds. */
  async signInAgain(email: string): Promise<void> {
    await this.stop();
    this.session = await enter(this.#url, 'signIn', email, { deviceIds: [this.session.deviceId] });
    await this.start();
  }

  get cairn(): Cairn<Payloads> {
    return this.#cairn!;
  }

  /** What this device's client is opened with; opened twice, it is two tabs. */
  options() {
    return {
      app: testApp,
      identity: this.session,
      url: `${this.#url}/graphql`,
      webSocketUrl: `${this.#url.replace('http', 'ws')}/graphql`,
      token: {
        read: () => this.session.token,
        write: (token: string) => void (this.session = { ...this.session, token }),
      },
      environment: this.#environment,
      storage: {
        outbox: memoryOutboxStore(this.outbox),
        buckets: memoryBucketStore(this.buckets),
        sent: memoryBucketStore(this.sent),
      },
    };
  }

  /** @param instead of what this device would be opened with: another token, release or server */
  async start(instead: Partial<CairnOptions> = {}): Promise<void> {
    this.#cairn = await openCairn<Payloads>({ ...this.options(), ...instead });
  }

  /** Sockets that open only on an open road. */
  #socketOnRoad(): new (url: string | URL, protocols?: string | string[]) => WebSocket {
    const { road } = this;
    return class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        if (!road.isUp) this.terminate();
      }
    };
  }

  async stop(): Promise<void> {
    await this.#cairn?.close();
    this.#cairn = undefined;
  }

  /** As a process that dies: nothing is flushed on the way; what was durable stays. */
  async crash(): Promise<void> {
    const outbox = structuredClone({ entries: this.outbox.entries, counter: this.outbox.counter });
    const buckets = new Map(this.buckets);
    this.road.isUp = false;
    await this.stop();
    Object.assign(this.outbox, outbox);
    this.buckets.clear();
    for (const [key, value] of buckets) this.buckets.set(key, value);
  }

  offline(): void {
    this.road.isUp = false;
    this.cairn.syncNow();
  }

  online(): void {
    this.road.isUp = true;
    this.cairn.syncNow();
  }

  task(id: string): Entity['fields'] | undefined {
    return this.cairn.entity({ type: 'Task', id })?.fields;
  }

  /** Until everything is on the server, and everything of the server is here. */
  async synced(ms = 10_000): Promise<void> {
    await this.until(() => {
      const { pending, caughtUp, road } = this.cairn.status.get();
      return pending === 0 && caughtUp && road === 'open';
    }, ms);
  }

  async until(holds: () => boolean, ms = 10_000): Promise<void> {
    const deadline = Date.now() + ms;
    while (!holds()) {
      if (Date.now() > deadline) throw new Error(`in vain: ${JSON.stringify(this.cairn.status.get())}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

async function enter(
  url: string,
  mutation: 'signUp' | 'signIn',
  email: string,
  more: { readonly deviceIds?: readonly string[] } = {},
): Promise<Session> {
  const type = mutation === 'signUp' ? 'SignUpInput' : 'SignInInput';
  const input = { email, password: 'a long way from anywhere', deviceName: 'test', kind: 'BROWSER', ...more };
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      query: `mutation ($input: ${type}!) { ${mutation}(input: $input) { token accountId deviceId } }`,
      variables: { input },
    }),
  });
  const { data, errors } = (await response.json()) as { data?: Record<string, Session>; errors?: unknown };
  if (!data) throw new Error(JSON.stringify(errors));
  return data[mutation]!;
}

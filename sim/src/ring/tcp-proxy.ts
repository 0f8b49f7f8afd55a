import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** `up` leads from whoever connects to the service, `down` back. */
export type Direction = 'up' | 'down';

/** What becomes of one request that is recognised by a text in it. */
export interface TextRule {
  readonly fault: 'lose-request' | 'lose-reply';
  readonly text: string;
}

/** One direction for all connections. */
interface Gate {
  isOpen: boolean;
  /** Milliseconds, at most, that a piece takes. */
  delay: number;
}

/**
 * A road on the level of bytes. A direction that is stopped holds bytes, ends and resets alike: both ends see a
 * connection that is open and silent, as when a router loses its way. What was held arrives once it flows again.
 */
export class TcpProxy {
  readonly #server: Server;
  readonly #connections = new Set<Connection>();
  readonly #gates: Readonly<Record<Direction, Gate>> = {
    up: { isOpen: true, delay: 0 },
    down: { isOpen: true, delay: 0 },
  };
  readonly #rules: TextRule[] = [];
  #isAccepting = true;
  #target: number;
  #port = 0;
  /** How often each rule has struck, by fault. */
  readonly happened = { 'lose-request': 0, 'lose-reply': 0 };

  /** @param target port of the service on this machine */
  constructor(target: number) {
    this.#target = target;
    this.#server = createServer((client) => this.#accept(client));
  }

  async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.#port = (this.#server.address() as AddressInfo).port;
    return this;
  }

  get port(): number {
    return this.#port;
  }

  /** Where new connections lead; those that are there stay. */
  leadTo(port: number): void {
    this.#target = port;
  }

  stop(direction: Direction): void {
    this.#gates[direction].isOpen = false;
  }

  flow(direction: Direction): void {
    this.#gates[direction].isOpen = true;
    for (const connection of this.#connections) connection.release(direction);
  }

  /** @param ms how long a piece takes from now on, at most */
  delay(direction: Direction, ms: number): void {
    this.#gates[direction].delay = ms;
  }

  /** Resets every connection. */
  cut(): void {
    for (const connection of [...this.#connections]) connection.destroy();
  }

  /** Cuts, and lets nobody through until `open`. */
  close(): void {
    this.#isAccepting = false;
    this.cut();
  }

  open(): void {
    this.#isAccepting = true;
  }

  /** For the next request that has the text in it. */
  inject(rule: TextRule): void {
    this.#rules.push(rule);
  }

  /** Everything as at the beginning; what was held arrives. */
  heal(): void {
    this.open();
    this.#rules.length = 0;
    for (const direction of ['up', 'down'] as const) {
      this.delay(direction, 0);
      this.flow(direction);
    }
  }

  /** The connections that are there. */
  get connections(): readonly Connection[] {
    return [...this.#connections];
  }

  async end(): Promise<void> {
    this.close();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #accept(client: Socket): void {
    if (!this.#isAccepting) return void client.resetAndDestroy();
    const connection: Connection = new Connection(client, connect(this.#target, '127.0.0.1'), this.#gates, (sent) =>
      this.#strike(connection, sent),
    );
    this.#connections.add(connection);
    connection.onGone = () => this.#connections.delete(connection);
  }

  /** True when the request is lost. */
  #strike(connection: Connection, sent: Buffer): boolean {
    const index = this.#rules.findIndex(({ text }) => sent.includes(text));
    if (index < 0) return false;
    const rule = this.#rules.splice(index, 1)[0]!;
    const strike = () => {
      this.happened[rule.fault] += 1;
      connection.onGone = gone;
      connection.destroy();
    };
    const gone = connection.onGone;
    if (rule.fault === 'lose-request') {
      strike();
      return true;
    }
    connection.onReply = strike;
    // No reply ever came that could be lost: the next one, then.
    connection.onGone = () => {
      gone();
      this.#rules.push(rule);
    };
    return false;
  }
}

export class Connection {
  readonly #sides: Readonly<Record<Direction, { readonly from: Socket; readonly to: Socket; held: (() => void)[] }>>;
  readonly #gates: Readonly<Record<Direction, Gate>>;
  #gone = 0;
  onGone = () => {};
  /** Instead of handing on what the service says next. */
  onReply: (() => void) | undefined;
  /** Whether the one who connected, and the service, have ended their side. */
  readonly ended = { up: false, down: false };
  /** What was sent first: `GET /graphql …` with an upgrade is a socket. */
  firstBytes = '';

  constructor(
    client: Socket,
    service: Socket,
    gates: Readonly<Record<Direction, Gate>>,
    isLost: (sent: Buffer) => boolean,
  ) {
    this.#gates = gates;
    this.#sides = {
      up: { from: client, to: service, held: [] },
      down: { from: service, to: client, held: [] },
    };
    client.on('data', (data) => {
      if (this.firstBytes === '') this.firstBytes = data.toString('latin1');
      if (!isLost(data)) this.#pass('up', () => service.write(data));
    });
    service.on('data', (data) => {
      if (this.onReply) return this.onReply();
      this.#pass('down', () => client.write(data));
    });
    for (const direction of ['up', 'down'] as const) {
      const { from, to } = this.#sides[direction];
      from.on('error', () => from.destroy());
      from.on('end', () => this.#pass(direction, () => to.end()));
      from.on('close', () => {
        this.ended[direction] = true;
        this.#gone += 1;
        if (this.#gone === 2) this.onGone();
        this.#pass(direction, () => to.destroy());
      });
    }
  }

  get isSocket(): boolean {
    return /upgrade: websocket/i.test(this.firstBytes);
  }

  release(direction: Direction): void {
    const { held } = this.#sides[direction];
    for (const act of held.splice(0)) act();
  }

  destroy(): void {
    for (const { from, held } of Object.values(this.#sides)) {
      held.length = 0;
      from.resetAndDestroy();
    }
  }

  #pass(direction: Direction, act: () => void): void {
    const gate = this.#gates[direction];
    const { held } = this.#sides[direction];
    if (!gate.isOpen || held.length > 0) return void held.push(act);
    if (gate.delay === 0) return act();
    // In order: what comes after a piece that is still on its way waits behind it.
    held.push(act);
    setTimeout(() => {
      if (gate.isOpen) this.release(direction);
    }, gate.delay);
  }
}

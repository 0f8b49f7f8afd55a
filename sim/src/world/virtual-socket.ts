import { EventEmitter } from 'node:events';
import type { ServerSocket } from '@cairn/api/testing';
import type { Cluster, ServerProcess } from './cluster.ts';
import type { Privacy } from './privacy.ts';
import type { Road, RoadUser } from './road.ts';
import type { WorldContext } from './world-context.ts';

const [CONNECTING, OPEN, CLOSING, CLOSED] = [0, 1, 2, 3];
const PROTOCOL = 'graphql-transport-ws';
/** After so long a connection that nobody answers has failed. Milliseconds. */
const CONNECT_PATIENCE = 20_000;
/** Without a close frame. */
const ABNORMAL = 1006;

type Handler<E = unknown> = ((event: E) => void) | null;

/** One way of a socket: what is sent arrives in order, and nothing after the first that did not. */
class Lane {
  isWhole = true;
  #busyUntil = 0;
  readonly #context: WorldContext;
  readonly #road: Road;
  readonly #isOpen: () => boolean;

  constructor(context: WorldContext, road: Road, isOpen: () => boolean) {
    this.#context = context;
    this.#road = road;
    this.#isOpen = isOpen;
  }

  send(arrive: () => void): void {
    const { timeline } = this.#context;
    if (!this.#isOpen()) this.isWhole = false;
    if (!this.isWhole) return;
    this.#busyUntil = Math.max(this.#busyUntil, timeline.now() + this.#road.latency());
    timeline.after(this.#busyUntil - timeline.now(), () => {
      if (this.isWhole) arrive();
    });
  }
}

/** The server's end, as `ws` has it. */
class ServerEnd extends EventEmitter implements ServerSocket {
  readonly protocol = PROTOCOL;
  readonly OPEN = OPEN;
  readyState = OPEN;
  readonly #pipe: Pipe;

  constructor(pipe: Pipe) {
    super();
    this.#pipe = pipe;
  }

  send(data: string, done: (error?: Error) => void): void {
    this.#pipe.down.send(() => this.#pipe.client.receive(data));
    done();
  }

  ping(): void {
    this.#pipe.down.send(() => this.#pipe.up.send(() => this.emit('pong')));
  }

  close(code: number, reason: string): void {
    if (this.readyState !== OPEN) return;
    this.#pipe.down.send(() => this.#pipe.client.closed(code, reason));
    this.closed(code, reason);
  }

  terminate(): void {
    this.#pipe.down.send(() => this.#pipe.client.closed(ABNORMAL, ''));
    this.closed(ABNORMAL, '');
  }

  closed(code: number, reason: string): void {
    if (this.readyState === CLOSED) return;
    this.readyState = CLOSED;
    this.#pipe.leave();
    this.emit('close', code, Buffer.from(reason));
  }
}

interface ClientEnd {
  receive(data: string): void;
  closed(code: number, reason: string): void;
}

interface Pipe {
  readonly up: Lane;
  readonly down: Lane;
  readonly client: ClientEnd;
  leave(): void;
}

export interface SocketMaker {
  /** A WebSocket class for one tab. */
  socketFor(user: RoadUser): unknown;
  /** Ends all open sockets, both ends knowing it. */
  cut(): void;
  /** They stay open, and nothing gets through in either or one direction. */
  freeze(direction: 'up' | 'down' | 'both'): void;
  /** The tab is gone; the server hears of it, unless the road is down. */
  leave(user: RoadUser): void;
}

/** The sockets of one device. */
export function socketMaker(context: WorldContext, road: Road, cluster: Cluster, privacy: Privacy): SocketMaker {
  const { timeline } = context;
  const open = new Set<{ readonly user: RoadUser; readonly pipe: Pipe; readonly server: ServerEnd; cut(): void }>();

  function connect(user: RoadUser, client: ClientEnd & { opened(server: ServerEnd, pipe: Pipe): void }): void {
    const fail = (ms: number) => timeline.after(ms, () => client.closed(ABNORMAL, ''));
    timeline.after(road.latency(), () => {
      const process: ServerProcess | undefined = cluster.any();
      if (!user.isAlive) return;
      if (!road.isWhole || road.isPortal || !process) return fail(road.isWhole ? 5 : CONNECT_PATIENCE);
      const pipe: Pipe = {
        up: new Lane(context, road, () => road.toServer && !road.isPortal),
        down: new Lane(context, road, () => road.toDevice && !road.isPortal),
        client,
        leave() {
          process.onDeath.delete(cut);
          open.delete(entry);
        },
      };
      const server = new ServerEnd(pipe);
      const cut = () => {
        server.closed(ABNORMAL, '');
        pipe.down.send(() => client.closed(ABNORMAL, ''));
      };
      const entry = { user, pipe, server, cut };
      open.add(entry);
      process.onDeath.add(cut);
      process.server.admit(server);
      pipe.down.send(() => client.opened(server, pipe));
      // A connection whose answer is lost opens for the server alone.
      timeline.after(CONNECT_PATIENCE, () => client.closed(ABNORMAL, 'late'));
    });
  }

  return {
    socketFor: (user) => socketClass(user, privacy, connect),
    cut() {
      for (const { cut } of [...open]) {
        context.counters.count('socket cut');
        cut();
      }
    },
    freeze(direction) {
      for (const { pipe } of open) {
        context.counters.count('socket half open');
        if (direction !== 'down') pipe.up.isWhole = false;
        if (direction !== 'up') pipe.down.isWhole = false;
      }
    },
    leave(user) {
      for (const { user: other, pipe, server } of [...open]) {
        if (other === user) pipe.up.send(() => server.closed(1001, ''));
      }
    },
  };
}

type Connect = (user: RoadUser, client: ClientEnd & { opened(server: ServerEnd, pipe: Pipe): void }) => void;

function socketClass(user: RoadUser, privacy: Privacy, connect: Connect) {
  return class VirtualSocket implements ClientEnd {
    static readonly CONNECTING = CONNECTING;
    static readonly OPEN = OPEN;
    static readonly CLOSING = CLOSING;
    static readonly CLOSED = CLOSED;
    readonly protocol = PROTOCOL;
    readyState: number = CONNECTING!;
    onopen: Handler = null;
    onmessage: Handler<{ readonly data: string }> = null;
    onclose: Handler<{ readonly code: number; readonly reason: string; readonly wasClean: boolean }> = null;
    onerror: Handler = null;
    #other: { readonly server: ServerEnd; readonly pipe: Pipe } | undefined;

    constructor() {
      connect(user, this);
    }

    send(data: string): void {
      const other = this.#other;
      if (this.readyState === OPEN && user.isAlive) other!.pipe.up.send(() => other!.server.emit('message', data));
    }

    close(code = 1000, reason = ''): void {
      if (this.readyState >= CLOSING!) return;
      this.readyState = CLOSING!;
      const other = this.#other;
      if (!other) return this.closed(ABNORMAL, '');
      other.pipe.up.send(() => {
        other.server.closed(code, reason);
        other.pipe.down.send(() => this.closed(code, reason));
      });
    }

    opened(server: ServerEnd, pipe: Pipe): void {
      user.enter(() => this.#opened(server, pipe));
    }

    #opened(server: ServerEnd, pipe: Pipe): void {
      this.#other = { server, pipe };
      // Given up while it connected.
      if (this.readyState !== CONNECTING) return pipe.up.send(() => server.closed(ABNORMAL, ''));
      this.readyState = OPEN!;
      this.onopen?.({});
    }

    receive(data: string): void {
      privacy.check(user.account.id, 'a message of the server', () => data);
      user.enter(() => {
        if (this.readyState === OPEN) this.onmessage?.({ data });
      });
    }

    closed(code: number, reason: string): void {
      user.enter(() => this.#closed(code, reason));
    }

    #closed(code: number, reason: string): void {
      if (this.readyState === CLOSED || (reason === 'late' && this.readyState !== CONNECTING)) return;
      this.readyState = CLOSED!;
      this.onclose?.({ code, reason, wasClean: code !== ABNORMAL });
    }
  };
}

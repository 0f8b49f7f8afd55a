import { once } from 'node:events';
import { WebSocket } from 'ws';

/** A subscriber by hand, that may stop reading: its socket stays open, and nothing is taken from it. */
export class StalledSocket {
  readonly #socket: WebSocket;
  /** Heads of the pages that have arrived, by subscription, in order. */
  readonly heads = new Map<string, number[]>();
  readonly closed: Promise<number>;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
    socket.on('error', () => undefined);
    socket.on('message', (data) => this.#hear(JSON.parse(String(data)) as Message));
  }

  /** Connected and signed in. @param url of the server */
  static async open(url: string, token: string): Promise<StalledSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const stalled = new StalledSocket(socket);
    await once(socket, 'open');
    stalled.#say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } });
    await once(socket, 'message');
    return stalled;
  }

  subscribe(id: string): void {
    this.heads.set(id, []);
    const query = 'subscription { changes { head hasMore changes { id version ... on Task { description } } } }';
    this.#say({ id, type: 'subscribe', payload: { query } });
  }

  stopReading(): void {
    this.#socket.pause();
  }

  readOn(): void {
    this.#socket.resume();
  }

  end(): void {
    this.#socket.terminate();
  }

  #say(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  #hear({ type, id, payload }: Message): void {
    if (type === 'next' && id) this.heads.get(id)!.push(payload!.data.changes.head);
  }
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: { readonly data: { readonly changes: { readonly head: number } } };
}

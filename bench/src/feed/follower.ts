import { WebSocket } from 'ws';

/** A subscription to the feed on a socket of its own, with as little of our own CPU as Node allows. */
export class Follower {
  readonly #socket: WebSocket;
  /** Called with the head of each page, and when its bytes had come, in milliseconds of `performance.now()`. */
  onPage: (head: number, at: number) => void = () => {};

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** Resolves with the first page. @throws when the socket closes before */
  static open(url: string, token: string, query: string, after: string | null): Promise<Follower> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    const follower = new Follower(socket);
    const say = (message: object) => socket.send(JSON.stringify(message));
    return new Promise((resolve, reject) => {
      socket.on('error', reject);
      socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${reason.toString()}`)));
      socket.on('open', () => say({ type: 'connection_init', payload: { authorization: `Bearer ${token}` } }));
      socket.on('message', (data: Buffer) => {
        const at = performance.now();
        const text = data.toString();
        const [, type] = /"type":"(\w+)"/.exec(text)!;
        if (type === 'connection_ack') say({ id: '1', type: 'subscribe', payload: { query, variables: { after } } });
        else if (type === 'ping') say({ type: 'pong' });
        else if (type === 'next') {
          const [, head] = /"head":(\d+)/.exec(text) ?? [];
          if (head === undefined) return reject(new Error(text));
          follower.onPage(Number(head), at);
          resolve(follower);
        } else if (type === 'error') reject(new Error(text));
      });
    });
  }

  /** As a device in a tunnel: without a word. */
  vanish(): void {
    this.#socket.terminate();
  }

  async close(): Promise<void> {
    await new Promise((resolve) => {
      this.#socket.once('close', resolve);
      this.#socket.close(1000);
    });
  }
}

import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** What happens to one request on its way. */
export type Fault =
  /** The request never arrives. */
  | 'lose-request'
  /** The server answers; the answer never arrives. */
  | 'lose-reply'
  /** The server answers; the connection stays open and silent. */
  | 'hang-reply'
  /** As lose-reply, and the request is delivered twice. */
  | 'double';

export interface Rule {
  readonly fault: Fault;
  /** GraphQL operation it is for. */
  readonly operation: string;
  /** How often; Chromium sends a POST once more by itself when its connection is reset, so one loss may go unseen. */
  readonly times: number;
}

/** A proxy in front of the real server that loses what it is told to lose, and counts it. */
export class FaultProxy {
  readonly #upstream: { host: string; port: number };
  readonly #server: Server;
  readonly #sockets = new Set<Duplex>();
  #rules: { rule: Rule; left: number }[] = [];
  #down = false;
  /** Requests that reached the server, by operation. */
  readonly delivered = new Map<string, number>();
  /** Faults that happened. */
  readonly happened = new Map<Fault, number>();

  constructor(upstream: string) {
    const { hostname, port } = new URL(upstream);
    this.#upstream = { host: hostname, port: Number(port) };
    this.#server = createServer((incoming, outgoing) => void this.#handle(incoming, outgoing));
    this.#server.on('connection', (socket) => this.#track(socket));
    this.#server.on('upgrade', (incoming, socket, head) => this.#upgrade(incoming, socket, head));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  inject(rule: Rule): void {
    this.#rules.push({ rule, left: rule.times });
  }

  /** Cuts every connection and refuses new ones until `up`. */
  down(): void {
    this.#down = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  up(): void {
    this.#down = false;
  }

  async close(): Promise<void> {
    this.down();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #track(socket: Duplex): void {
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (this.#down) socket.destroy();
  }

  async #handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const operation = operationOf(incoming, body);
    const fault = this.#take(operation);
    if (fault === 'lose-request') return void incoming.socket.destroy();
    if (fault === 'double') await this.#forward(incoming, body, operation);
    const answer = await this.#forward(incoming, body, operation).catch(() => undefined);
    if (fault === 'hang-reply') return;
    if (!answer || fault === 'lose-reply' || this.#down) return void incoming.socket.destroy();
    outgoing.writeHead(answer.status, answer.headers);
    outgoing.end(answer.body);
  }

  #take(operation: string): Fault | undefined {
    const active = this.#rules.find(({ rule, left }) => left > 0 && rule.operation === operation);
    if (!active) return undefined;
    active.left -= 1;
    this.happened.set(active.rule.fault, (this.happened.get(active.rule.fault) ?? 0) + 1);
    return active.rule.fault;
  }

  #forward(
    incoming: IncomingMessage,
    body: Buffer,
    operation: string,
  ): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
    this.delivered.set(operation, (this.delivered.get(operation) ?? 0) + 1);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { ...this.#upstream, method: incoming.method, path: incoming.url, headers: incoming.headers },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('end', () =>
            resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) }),
          );
          answer.on('error', reject);
        },
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  #upgrade(incoming: IncomingMessage, socket: Duplex, head: Buffer): void {
    const upstream: Socket = connect(this.#upstream.port, this.#upstream.host, () => {
      const headers = incoming.rawHeaders.reduce(
        (text, value, index) => text + value + (index % 2 === 0 ? ': ' : '\r\n'),
        '',
      );
      upstream.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${headers}\r\n`);
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    this.#track(upstream);
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
  }
}

function operationOf(incoming: IncomingMessage, body: Buffer): string {
  if (incoming.method !== 'POST') return '';
  try {
    return (JSON.parse(body.toString()) as { operationName?: string }).operationName ?? '';
  } catch {
    return '';
  }
}

import type { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import type { Registry } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import { pino } from 'pino';
import type { WebSocket } from 'ws';
import type { ApiContext } from '../context.ts';
import type { Wakeups } from '../feed/wakeups.ts';
import { Documents } from '../limits/documents.ts';
import { apiSchema } from '../schema.ts';
import { traceOf } from '../trace.ts';
import { createApollo } from '../server/apollo.ts';
import { checkProtocol, type ProtocolRange } from '../server/protocol.ts';
import { requestContext } from '../server/request-context.ts';
import { createServices, type Services } from '../server/services.ts';
import { bearerOf } from '../server/session-cookie.ts';
import { socketGate, type SocketGate } from '../server/sockets.ts';

export interface MemoryRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface MemoryResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What the server uses of a `ws` socket. */
export interface ServerSocket extends EventEmitter {
  readonly protocol: string;
  readonly OPEN: number;
  readonly readyState: number;
  send(data: string, done: (error?: Error) => void): void;
  ping(): void;
  close(code: number, reason: string): void;
  terminate(): void;
}

const silent = pino({ level: 'silent' });

let apollo: Promise<ApolloServer<ApiContext>> | undefined;

/** The real server without a network: requests and sockets come in as calls. One is one process. */
export class MemoryServer {
  readonly services: Services;
  readonly #apollo: ApolloServer<ApiContext>;
  readonly #gate: SocketGate;

  private constructor(server: ApolloServer<ApiContext>, services: Services, gate: SocketGate) {
    this.#apollo = server;
    this.services = services;
    this.#gate = gate;
  }

  /** @param options.now milliseconds since 1970 */
  static async start(options: {
    readonly prisma: PrismaClient;
    readonly wakeups: Wakeups;
    readonly now: () => number;
    readonly tokenLife?: number;
    readonly protocols?: ProtocolRange;
    readonly maxEvents?: number | undefined;
    readonly registry?: Registry | undefined;
  }): Promise<MemoryServer> {
    const schema = await apiSchema();
    const services = createServices({ ...options, log: silent });
    const documents = new Documents(schema, services.limits);
    const gate = socketGate({ schema, services, documents, log: silent, recheckEvery: 15_000, pingEvery: 12_000 });
    return new MemoryServer(await (apollo ??= createApollo(schema, documents, silent)), services, gate);
  }

  /** As HTTP gives it to Apollo, and back. */
  async request({ headers, body }: MemoryRequest): Promise<MemoryResponse> {
    const { services } = this;
    const given = new HeaderMap();
    for (const [name, value] of Object.entries(headers)) given.set(name, value);
    const answer = await this.#apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method: 'POST', headers: given, search: '', body: JSON.parse(body) as unknown },
      async context() {
        checkProtocol(services.protocols, given.get('x-cairn-protocol'));
        const trace = traceOf(given.get('traceparent'));
        const token = bearerOf(given.get('authorization'));
        return requestContext(services, token, given.get('x-cairn-device'), () => undefined, trace);
      },
    });
    return {
      status: answer.status ?? 200,
      headers: Object.fromEntries(answer.headers),
      body: answer.body.kind === 'complete' ? answer.body.string : '',
    };
  }

  admit(socket: ServerSocket): void {
    this.#gate.admit(socket as unknown as WebSocket, { headers: {} } as IncomingMessage);
  }

  /** Ends what runs by itself. Open sockets are the caller's to cut. */
  async stop(): Promise<void> {
    this.#gate.close();
    await this.services.feed.close();
  }
}

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { deviceKey } from '../account/session.ts';
import { maskError } from './mask-error.ts';
import { requestContext } from './request-context.ts';
import type { Services } from './services.ts';
import { bearerOf, tokenOf } from './session-cookie.ts';
import { socketDocuments } from './socket-documents.ts';
import { transport } from './socket-transport.ts';

const PATH = '/graphql';
const MESSAGE_LIMIT = 64 * 1024;
const SUBSCRIPTIONS = 10;

/** Milliseconds for a client to answer the end of its socket. */
const FAREWELL = 1_000;

/** Close codes: the session has ended, or is none; too much on one socket; the server stops; come back later. */
const FORBIDDEN = 4403;
const TOO_MANY = 4429;
const GOING_AWAY = 1001;
const TRY_AGAIN = 1013;

export interface SocketGateOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly log: Logger;
  /** Milliseconds between looks whether the sessions of open sockets still hold: other processes end them, too. */
  readonly recheckEvery: number;
}

export interface SocketsOptions extends SocketGateOptions {
  readonly server: Server;
  readonly allowedOrigins: readonly string[];
}

type Extra = { readonly socket: WebSocket; readonly request: IncomingMessage; token?: string };

/**
 * Subscriptions over WebSocket, and nothing else. Apollo's rules do not reach here: origin, session, limits and masking
 * are this function's own.
 */
export function serveSockets(options: SocketsOptions): { close(): Promise<void> } {
  const { server, allowedOrigins } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    perMessageDeflate: false,
    handleProtocols,
  });
  const gate = socketGate(options);

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== PATH) return refuse(socket, '404 Not Found');
    if (!isAllowedOrigin(request, allowedOrigins)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (upgraded) => gate.admit(upgraded, request));
  }

  server.on('upgrade', upgrade);
  return {
    async close() {
      gate.close();
      server.off('upgrade', upgrade);
      for (const socket of sockets.clients) socket.close(GOING_AWAY, 'Going away');
      const late = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), FAREWELL);
      await new Promise((resolve) => sockets.close(resolve));
      clearTimeout(late);
    },
  };
}

export interface SocketGate {
  /** Lets an open socket speak the protocol for as long as its session holds. */
  admit(socket: WebSocket, request: IncomingMessage): void;
  /** Stops looking after sessions; open sockets stay as they are. */
  close(): void;
}

/** The protocol and the sessions of sockets, wherever these come from. */
export function socketGate(options: SocketGateOptions): SocketGate {
  const { services, log, recheckEvery } = options;
  const sessions = new Map<WebSocket, { readonly token: string; readonly key: string }>();
  const protocol = makeServer(protocolOptions(options, sessions));
  services.sessions.onRevoked((device) => {
    for (const [socket, { key }] of sessions) if (key === deviceKey(device)) socket.close(FORBIDDEN, 'Signed out');
  });
  const recheck = setInterval(() => {
    for (const [socket, { token }] of sessions) {
      services.sessions.verify(token).catch((error: unknown) => {
        if (error instanceof GraphQLError) socket.close(FORBIDDEN, 'Signed out');
      });
    }
  }, recheckEvery).unref();
  return {
    admit: (socket, request) => transport(protocol, socket, { socket, request }, log),
    close: () => clearInterval(recheck),
  };
}

function protocolOptions(
  { schema, services, log }: SocketGateOptions,
  sessions: Map<WebSocket, { readonly token: string; readonly key: string }>,
): ServerOptions<Record<string, unknown>, Extra> {
  const mask = maskError(log);
  const tell = (error: GraphQLError): GraphQLFormattedError => mask(error.toJSON(), error);
  const documentOf = socketDocuments(schema);
  return {
    async onConnect({ connectionParams, extra }) {
      const { socket, request } = extra;
      const bearer = bearerOf(connectionParams?.['authorization']);
      // A page of another site cannot leave the Origin out; what leaves it out is no browser, and its cookie no proof.
      const token = bearer ?? (request.headers.origin === undefined ? undefined : tokenOf(request.headers));
      const device = connectionParams?.['device'];
      const expected = typeof device === 'string' ? device : undefined;
      const { session, requirePrincipal } = await requestContext(services, token, expected, () => {});
      if (socket.readyState !== socket.OPEN) return false;
      if (token !== undefined && session) {
        extra.token = token;
        sessions.set(socket, { token, key: deviceKey(session) });
        return true;
      }
      try {
        requirePrincipal();
      } catch (error) {
        if (!(error instanceof GraphQLError)) socket.close(TRY_AGAIN, 'Try again later');
      }
      return false;
    },
    async onSubscribe({ subscriptions, extra }, _id, { query, operationName, variables }) {
      if (Object.keys(subscriptions).length > SUBSCRIPTIONS) {
        extra.socket.close(TOO_MANY, 'Too many subscriptions');
        return [new GraphQLError('too many subscriptions', { extensions: { code: 'BAD_REQUEST' } })];
      }
      const found = documentOf(query, operationName);
      if ('errors' in found) return found.errors;
      const contextValue = await requestContext(services, extra.token, undefined, () => {});
      return { schema, document: found.document, operationName, variableValues: variables, contextValue };
    },
    onError: (_ctx, _id, _payload, errors) => errors.map(tell),
    onNext: (_ctx, _id, _payload, _args, { data, errors }) =>
      errors ? { data: data ?? null, errors: errors.map(tell) } : undefined,
    onClose: ({ extra }) => void sessions.delete(extra.socket),
  };
}

function isAllowedOrigin({ headers: { origin, host } }: IncomingMessage, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

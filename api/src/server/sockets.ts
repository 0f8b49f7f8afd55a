import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { deviceKey, type DeviceRef, type Session } from '../account/session.ts';
import { traceOf, type Trace } from '../trace.ts';
import { codeOf, maskError } from './mask-error.ts';
import { checkProtocol } from './protocol.ts';
import { requestContext, sessionContext } from './request-context.ts';
import { logFailure } from './request-log.ts';
import type { Services } from './services.ts';
import { bearerOf, tokenOf } from './session-cookie.ts';
import { socketDocuments } from './socket-documents.ts';
import { transport } from './socket-transport.ts';

const PATH = '/graphql';
const MESSAGE_LIMIT = 64 * 1024;
const SUBSCRIPTIONS = 10;

/** Milliseconds for a client to answer the end of its socket. */
const FAREWELL = 1_000;

/**
 * Close codes: the session has ended, or is none; this server and the client do not understand each other, and the next
 * request over HTTP says which of them is too old; too much on one socket; come back later; this server stops, and another
 * one goes on from the same cursor at once.
 */
const FORBIDDEN = 4403;
const UPGRADE_REQUIRED = 4426;
const TOO_MANY = 4429;
const TRY_AGAIN = 1013;
const SERVICE_RESTART = 1012;

export interface SocketGateOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly log: Logger;
  /** Milliseconds between looks whether the sessions of open sockets still hold: other processes end them, too. */
  readonly recheckEvery: number;
  /** Milliseconds between pings. A socket that has not answered one when the next is due is dead, and ended. */
  readonly pingEvery: number;
}

export interface SocketsOptions extends SocketGateOptions {
  readonly server: Server;
  readonly allowedOrigins: readonly string[];
}

type Extra = { readonly socket: WebSocket; readonly request: IncomingMessage; trace: Trace; session?: Session };

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
      server.on('upgrade', (_request, socket) => refuse(socket, '503 Service Unavailable'));
      for (const socket of sockets.clients) socket.close(SERVICE_RESTART, 'Service restart');
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
  const { services, log, recheckEvery, pingEvery } = options;
  const sessions = new Map<WebSocket, Session>();
  const protocol = makeServer(protocolOptions(options, sessions));
  /** That a token has expired closes no socket: its session goes on. */
  const check = (socket: WebSocket, session: Session) =>
    services.credentials.check(session).catch((error: unknown) => {
      if (error instanceof GraphQLError) socket.close(FORBIDDEN, 'Signed out');
    });
  services.sessions.onEnded((device: DeviceRef) => {
    for (const [socket, session] of sessions) {
      if (deviceKey(session) === deviceKey(device)) void check(socket, session);
    }
  });
  const recheck = setInterval(() => {
    for (const [socket, session] of sessions) void check(socket, session);
  }, recheckEvery).unref();
  return {
    admit(socket, request) {
      services.metrics.socketOpened();
      socket.once('close', () => services.metrics.socketClosed());
      transport(protocol, socket, { socket, request, trace: traceOf(request.headers['traceparent']) }, pingEvery, log);
    },
    close: () => clearInterval(recheck),
  };
}

function protocolOptions(
  { schema, services, log }: SocketGateOptions,
  sessions: Map<WebSocket, Session>,
): ServerOptions<Record<string, unknown>, Extra> {
  /** Counted, logged and masked, each once. */
  const tell = (errors: readonly GraphQLError[], { trace, session }: Extra): GraphQLFormattedError[] => {
    services.metrics.request('socket', 'subscription', codeOf(errors[0]!));
    logFailure(log, errors, { transport: 'socket', trace, device: session });
    return errors.map((error) => maskError(error.toJSON(), error));
  };
  const documentOf = socketDocuments(schema);
  return {
    async onConnect({ connectionParams, extra }) {
      const { socket, request } = extra;
      const bearer = bearerOf(connectionParams?.['authorization']);
      // A page of another site cannot leave the Origin out; what leaves it out is no browser, and its cookie no proof.
      const shown = bearer ?? (request.headers.origin === undefined ? undefined : tokenOf(request.headers));
      extra.trace = traceOf(connectionParams?.['traceparent'] ?? request.headers['traceparent']);
      try {
        checkProtocol(services.protocols, connectionParams?.['protocol']);
      } catch (error) {
        tell([error as GraphQLError], extra);
        socket.close(UPGRADE_REQUIRED, 'Upgrade required');
        return false;
      }
      const device = connectionParams?.['device'];
      const expected = typeof device === 'string' ? device : undefined;
      const context = await requestContext(services, shown, expected, () => {}, extra.trace);
      const { session, claimed, requirePrincipal } = context;
      if (socket.readyState !== socket.OPEN) return false;
      if (session) {
        extra.session = session;
        sessions.set(socket, session);
        return true;
      }
      try {
        requirePrincipal();
      } catch (error) {
        const failure = error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
        services.metrics.request('socket', 'none', codeOf(failure));
        logFailure(log, [failure], { transport: 'socket', trace: extra.trace, device: claimed });
        if (failure !== error) socket.close(TRY_AGAIN, 'Try again later');
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
      const contextValue = sessionContext(services, extra.session, extra.trace);
      services.metrics.request('socket', 'subscription', 'OK');
      return { schema, document: found.document, operationName, variableValues: variables, contextValue };
    },
    onError: ({ extra }, _id, _payload, errors) => tell(errors, extra),
    onNext: ({ extra }, _id, _payload, _args, { data, errors }) =>
      errors ? { data: data ?? null, errors: tell(errors, extra) } : undefined,
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

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Session } from '../account/session.ts';
import { apiError } from '../errors.ts';
import { traceOf, type Trace } from '../trace.ts';
import type { Documents } from '../limits/documents.ts';
import { codeOf, maskError } from './mask-error.ts';
import { isAllowedOrigin } from './origin.ts';
import { checkProtocol } from './protocol.ts';
import { subscriptionOf } from './subscription-of.ts';
import { requestContext, sessionContext } from './request-context.ts';
import { logFailure } from './request-log.ts';
import type { Services } from './services.ts';
import { bearerOf, tokenOf } from './session-cookie.ts';
import { SessionWatch } from './session-watch.ts';
import { transport } from './socket-transport.ts';

const PATH = '/graphql';

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
  readonly documents: Documents;
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
  const { server, services, allowedOrigins } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: services.limits.frameBytes,
    perMessageDeflate: false,
    handleProtocols,
  });
  const gate = socketGate(options);

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    if (request.url?.split('?')[0] !== PATH) return refuse(socket, '404 Not Found');
    const { origin, host } = request.headers;
    if (!isAllowedOrigin(origin, host, allowedOrigins)) return refuse(socket, '403 Forbidden');
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
  const watch = new SessionWatch(services, recheckEvery);
  const protocol = makeServer(protocolOptions(options, watch));
  return {
    admit(socket, request) {
      services.metrics.socketOpened();
      socket.once('close', () => services.metrics.socketClosed());
      transport(protocol, socket, { socket, request, trace: traceOf(request.headers['traceparent']) }, pingEvery, log);
    },
    close: () => watch.close(),
  };
}

function protocolOptions(
  { schema, services, documents, log }: SocketGateOptions,
  watch: SessionWatch,
): ServerOptions<Record<string, unknown>, Extra> {
  /** Counted, logged and masked, each once. */
  const tell = (errors: readonly GraphQLError[], { trace, session }: Extra): GraphQLFormattedError[] => {
    services.metrics.request('socket', 'subscription', codeOf(errors[0]!));
    logFailure(log, errors, { transport: 'socket', trace, device: session });
    return errors.map((error) => maskError(error.toJSON(), error));
  };
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
        if (!services.streams.begin(session)) {
          socket.close(TOO_MANY, 'Too many sockets');
          return false;
        }
        const unwatch = watch.add(session, () => socket.close(FORBIDDEN, 'Signed out'));
        socket.once('close', () => {
          unwatch();
          services.streams.end(session);
        });
        extra.session = session;
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
      if (Object.keys(subscriptions).length > services.limits.subscriptionsPerSocket) {
        extra.socket.close(TOO_MANY, 'Too many subscriptions');
        return [apiError('BAD_REQUEST', 'too many subscriptions')];
      }
      const found = subscriptionOf(documents, { query, operationName, variables });
      if ('errors' in found) return found.errors;
      const contextValue = sessionContext(services, extra.session, extra.trace);
      services.metrics.request('socket', 'subscription', 'OK');
      return { schema, document: found.document, operationName, variableValues: variables, contextValue };
    },
    onError: ({ extra }, _id, _payload, errors) => tell(errors, extra),
    onNext: ({ extra }, _id, _payload, _args, { data, errors }) =>
      errors ? { data: data ?? null, errors: tell(errors, extra) } : undefined,
  };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

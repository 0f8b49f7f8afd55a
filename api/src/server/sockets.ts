import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
} from 'graphql';
import { useServer, type Extra } from 'graphql-ws/use/ws';
import type { Logger } from 'pino';
import { WebSocketServer, type WebSocket } from 'ws';
import { deviceKey } from '../account/session.ts';
import { documentLimits, TOKEN_LIMIT } from './document-limits.ts';
import { maskError } from './mask-error.ts';
import { requestContext } from './request-context.ts';
import type { Services } from './services.ts';
import { bearerOf, tokenOf } from './session-cookie.ts';

const PATH = '/graphql';
const MESSAGE_LIMIT = 64 * 1024;
const SUBSCRIPTIONS = 10;
const DOCUMENTS = 200;

/** Milliseconds between pings; one that is not answered until the next ends the socket. */
const PING_EVERY = 12_000;

/** Close codes: the session has ended, or is none; too much on one socket; come back later. */
const FORBIDDEN = 4403;
const TOO_MANY = 4429;
const TRY_AGAIN = 1013;

export interface SocketsOptions {
  readonly server: Server;
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly allowedOrigins: readonly string[];
  readonly log: Logger;
  /** Milliseconds between looks whether the sessions of open sockets still hold: other processes end them, too. */
  readonly recheckEvery: number;
}

type SocketExtra = Extra & { token?: string } & Record<PropertyKey, unknown>;

/**
 * Subscriptions over WebSocket, and nothing else. Apollo's rules do not reach here: origin, session, limits and masking
 * are this function's own.
 */
export function serveSockets({ server, schema, services, allowedOrigins, log, recheckEvery }: SocketsOptions): {
  close(): Promise<void>;
} {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT, perMessageDeflate: false });
  const open = new Map<WebSocket, { readonly token: string; readonly key: string }>();
  const mask = maskError(log);
  const tell = (error: GraphQLError): GraphQLFormattedError => mask(error.toJSON(), error);
  const document = documents(schema);

  const graphql = useServer<Record<string, unknown>, SocketExtra>(
    {
      schema,
      async onConnect({ connectionParams, extra }) {
        const bearer = bearerOf(connectionParams?.['authorization']);
        // A page of another origin cannot leave the Origin out; what leaves it out is no browser and has no cookie.
        if (bearer === undefined && extra.request.headers.origin === undefined) return false;
        const token = bearer ?? tokenOf(extra.request.headers);
        const context = await requestContext(services, token, () => {});
        if (token === undefined || !context.session) {
          try {
            context.requirePrincipal();
          } catch (error) {
            if (!(error instanceof GraphQLError)) extra.socket.close(TRY_AGAIN, 'Try again later');
          }
          return false;
        }
        extra.token = token;
        open.set(extra.socket, { token, key: deviceKey(context.session) });
        return true;
      },
      async onSubscribe(ctx, _id, { query, operationName, variables }) {
        if (Object.keys(ctx.subscriptions).length > SUBSCRIPTIONS) {
          ctx.extra.socket.close(TOO_MANY, 'Too many subscriptions');
          return [new GraphQLError('too many subscriptions', { extensions: { code: 'BAD_REQUEST' } })];
        }
        const parsed = document(query);
        if ('errors' in parsed) return parsed.errors;
        if (getOperationAST(parsed.document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
          return [new GraphQLError('a socket is for subscriptions', { extensions: { code: 'BAD_REQUEST' } })];
        }
        return {
          schema,
          document: parsed.document,
          operationName,
          variableValues: variables,
          contextValue: await requestContext(services, ctx.extra.token, () => {}),
        };
      },
      onError: (_ctx, _id, _payload, errors) => errors.map(tell),
      onNext: (_ctx, _id, _payload, _args, result) =>
        result.errors ? { data: result.data ?? null, errors: result.errors.map(tell) } : undefined,
      onClose: ({ extra }) => void open.delete(extra.socket),
    },
    sockets,
    PING_EVERY,
  );

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const path = request.url?.split('?')[0];
    if (path !== PATH) return refuse(socket, '404 Not Found');
    if (!isAllowedOrigin(request, allowedOrigins)) return refuse(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (upgraded) => sockets.emit('connection', upgraded, request));
  }

  const endSession = (key: string) => {
    for (const [socket, { key: own }] of open) if (own === key) socket.close(FORBIDDEN, 'Signed out');
  };
  services.sessions.onRevoked((device) => endSession(deviceKey(device)));
  const recheck = setInterval(() => {
    for (const [socket, { token }] of open) {
      services.sessions.verify(token).catch((error: unknown) => {
        if (error instanceof GraphQLError) socket.close(FORBIDDEN, 'Signed out');
      });
    }
  }, recheckEvery).unref();

  server.on('upgrade', upgrade);
  return {
    async close() {
      clearInterval(recheck);
      server.off('upgrade', upgrade);
      const late = setTimeout(() => sockets.clients.forEach((client) => client.terminate()), 1_000);
      await graphql.dispose();
      clearTimeout(late);
    },
  };
}

type Parsed = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/** Parsed and validated documents by their text: every device sends the same one. */
function documents(schema: GraphQLSchema): (query: string) => Parsed {
  const known = new Map<string, Parsed>();
  const failed = (errors: readonly GraphQLError[], code: string) => ({
    errors: errors.map(({ message }) => new GraphQLError(message, { extensions: { code } })),
  });
  return (query) => {
    const found = known.get(query);
    if (found) return found;
    let document: DocumentNode;
    try {
      document = parse(query, { maxTokens: TOKEN_LIMIT });
    } catch (error) {
      return failed([error as GraphQLError], 'GRAPHQL_PARSE_FAILED');
    }
    const errors = validate(schema, document, [...specifiedRules, documentLimits]);
    if (errors.length > 0) return failed(errors, 'GRAPHQL_VALIDATION_FAILED');
    if (known.size >= DOCUMENTS) known.clear();
    known.set(query, { document });
    return { document };
  };
}

function isAllowedOrigin({ headers: { origin, host } }: IncomingMessage, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

import { constants } from 'node:zlib';
import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { ApiContext } from '../context.ts';
import { ERROR_STATUS, type ErrorCode } from '../errors.ts';
import type { Documents } from '../limits/documents.ts';
import { traceOf, traceResponse } from '../trace.ts';
import { guardOrigins } from './cross-origin.ts';
import { STREAM_PATH, type EventStreams } from './event-streams.ts';
import { acceptsHtml, serveGraphiql } from './graphiql.ts';
import { codeOf } from './mask-error.ts';
import { checkProtocol } from './protocol.ts';
import { requestContext } from './request-context.ts';
import { told } from './request-log.ts';
import { isReady, type Services } from './services.ts';
import { sessionCookie, tokenOf } from './session-cookie.ts';
import { notFound, serveWebApp } from './web-app.ts';

/** Milliseconds for a whole request to arrive. */
const REQUEST_TIMEOUT = 60_000;

export interface HttpOptions {
  readonly apollo: ApolloServer<ApiContext>;
  readonly services: Services;
  readonly documents: Documents;
  readonly streams: EventStreams;
  /** Origins besides the server's own whose pages may use it. */
  readonly allowedOrigins: readonly string[];
  readonly log: Logger;
  /** Folder of the exported web app. */
  readonly webDir?: string | undefined;
  /** Folder of GraphiQL as built. */
  readonly graphiqlDir?: string | undefined;
  /** Believe X-Forwarded-* of a proxy in front. */
  readonly trustProxy: boolean;
  /** True from when the server is about to stop: it serves still, and wants no more. */
  readonly isStopping: () => boolean;
}

export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { apollo, services, documents, streams, allowedOrigins, log, webDir, graphiqlDir, trustProxy, isStopping } =
    options;
  const app = Fastify({
    bodyLimit: services.limits.bodyBytes,
    requestTimeout: REQUEST_TIMEOUT,
    trustProxy,
    logger: false,
    routerOptions: { constraints: { accepts: acceptsHtml } },
    forceCloseConnections: 'idle',
    // A forbidden key is one event's fault, and refused as such; failing the request would hold up a whole outbox.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, log, services));
  app.addHook('onRequest', async ({ protocol }, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000');
  });
  await app.register(compress, {
    threshold: 2048,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } },
    zlibOptions: { level: 4 },
  });

  // Also what session-cookie.ts parses and serializes with: it is loaded when registered.
  await app.register(cookie);
  await app.register(async (scope) => {
    guardOrigins(scope, allowedOrigins);
    scope.addHook('onSend', async (_request, reply) => void reply.headers(DATA_HEADERS));
    // Or no hook would be asked what a page of another origin asks first.
    for (const path of ['/graphql', STREAM_PATH]) {
      scope.options(path, (_request, reply) => reply.code(405).header('allow', 'GET, POST').send(notFound));
    }
    await scope.register(fastifyApollo(apollo), {
      path: '/graphql',
      method: ['GET', 'POST'],
      async context(request, reply) {
        const { headers, protocol, ip } = request;
        const trace = traceOf(headers['traceparent']);
        reply.header('traceresponse', traceResponse(trace));
        checkProtocol(services.protocols, headers['x-cairn-protocol']);
        readDocument(documents, request);
        const keep = (token: string | null) =>
          void reply.header('set-cookie', sessionCookie(token, protocol === 'https'));
        return requestContext(services, tokenOf(headers), deviceOf(headers['x-cairn-device']), keep, trace, ip);
      },
    });
    streams.serve(scope);
    scope.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
    scope.get('/readyz', async (_request, reply) => {
      if (isStopping()) return reply.code(503).send({ status: 'stopping' });
      const ready = await isReady(services);
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'the database does not answer' });
    });
  });
  if (graphiqlDir !== undefined) await app.register((scope) => serveGraphiql(scope, graphiqlDir));
  if (webDir === undefined) app.setNotFoundHandler((_request, reply) => reply.code(404).send(notFound));
  else await serveWebApp(app, webDir);
  return app;
}

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/** Of what holds data, or says that it may not be had: nobody keeps it, and nothing in it runs. */
const DATA_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

interface Asked {
  query?: unknown;
  extensions?: { persistedQuery?: { readonly sha256Hash?: unknown } | null } | null;
}

/**
 * Looks at a document before it costs anything to validate, and puts in the text of one that comes as its hash.
 * @throws as Documents.read and textOf, with the HTTP status
 */
function readDocument(documents: Documents, { body, query: parameters }: FastifyRequest): void {
  const asked = (body ?? parameters ?? {}) as Asked;
  const hash = asked.extensions?.persistedQuery?.sha256Hash;
  try {
    if (typeof hash === 'string') {
      asked.query ||= documents.textOf(hash);
      // Apollo would look for it in a cache of its own, which any client may write.
      delete asked.extensions!.persistedQuery;
    }
    if (typeof asked.query === 'string' && asked.query !== '') documents.read(asked.query);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    const status = ERROR_STATUS[codeOf(error) as ErrorCode];
    throw new GraphQLError(error.message, { extensions: { ...error.extensions, http: { status } } });
  }
}

function answerError(error: FastifyError, reply: FastifyReply, log: Logger, { metrics, limits }: Services) {
  const status = error.statusCode ?? 500;
  const answer = (code: ErrorCode, message: string) => {
    metrics.request('http', 'none', code);
    return reply
      .code(status)
      .headers(DATA_HEADERS)
      .send({ errors: [{ message, extensions: { code } }] });
  };
  if (status === 413) return answer('PAYLOAD_TOO_LARGE', `a request has at most ${limits.bodyBytes} bytes`);
  if (status < 500) return answer('BAD_REQUEST', 'this is no request that can be read');
  log.error(told(error), 'internal error');
  return answer('INTERNAL', 'something went wrong on the server');
}

function deviceOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

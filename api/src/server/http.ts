import { constants } from 'node:zlib';
import type { ApolloServer } from '@apollo/server';
import fastifyApollo from '@as-integrations/fastify';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply } from 'fastify';
import type { Logger } from 'pino';
import type { ApiContext } from '../context.ts';
import type { ErrorCode } from '../errors.ts';
import { traceOf, traceResponse } from '../trace.ts';
import { checkProtocol } from './protocol.ts';
import { requestContext } from './request-context.ts';
import { told } from './request-log.ts';
import { isReady, type Services } from './services.ts';
import { sessionCookie, tokenOf } from './session-cookie.ts';
import { notFound, serveWebApp } from './web-app.ts';

const BODY_LIMIT = 1024 * 1024;

/** Milliseconds for a whole request to arrive. */
const REQUEST_TIMEOUT = 60_000;

export interface HttpOptions {
  readonly apollo: ApolloServer<ApiContext>;
  readonly services: Services;
  readonly log: Logger;
  /** Folder of the exported web app. */
  readonly webDir?: string | undefined;
  /** Believe X-Forwarded-* of a proxy in front. */
  readonly trustProxy: boolean;
  /** True from when the server is about to stop: it serves still, and wants no more. */
  readonly isStopping: () => boolean;
}

export async function createHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { apollo, services, log, webDir, trustProxy, isStopping } = options;
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    trustProxy,
    logger: false,
    forceCloseConnections: 'idle',
    // A forbidden key is one event's fault, and refused as such; failing the request would hold up a whole outbox.
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
  });
  app.setErrorHandler((error: FastifyError, _request, reply) => answerError(error, reply, log, services));
  app.addHook('onRequest', async (_request, reply) => {
    reply.headers({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
    });
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
    scope.addHook('onSend', async (_request, reply) => void reply.header('cache-control', 'no-store'));
    await scope.register(fastifyApollo(apollo), {
      path: '/graphql',
      method: ['GET', 'POST'],
      async context({ headers, protocol, ip }, reply) {
        const trace = traceOf(headers['traceparent']);
        reply.header('traceresponse', traceResponse(trace));
        checkProtocol(services.protocols, headers['x-cairn-protocol']);
        const keep = (token: string | null) =>
          void reply.header('set-cookie', sessionCookie(token, protocol === 'https'));
        return requestContext(services, tokenOf(headers), deviceOf(headers['x-cairn-device']), keep, trace, ip);
      },
    });
    scope.get('/healthz', (_request, reply) => reply.send({ status: 'ok' }));
    scope.get('/readyz', async (_request, reply) => {
      if (isStopping()) return reply.code(503).send({ status: 'stopping' });
      const ready = await isReady(services);
      return reply.code(ready ? 200 : 503).send({ status: ready ? 'ok' : 'the database does not answer' });
    });
  });
  if (webDir === undefined) app.setNotFoundHandler((_request, reply) => reply.code(404).send(notFound));
  else await serveWebApp(app, webDir);
  return app;
}

function answerError(error: FastifyError, reply: FastifyReply, log: Logger, { metrics }: Services) {
  const status = error.statusCode ?? 500;
  const answer = (code: ErrorCode, message: string) => {
    metrics.request('http', 'none', code);
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .send({ errors: [{ message, extensions: { code } }] });
  };
  if (status === 413) return answer('PAYLOAD_TOO_LARGE', `a request has at most ${BODY_LIMIT} bytes`);
  if (status < 500) return answer('BAD_REQUEST', 'this is no request that can be read');
  log.error(told(error), 'internal error');
  return answer('INTERNAL', 'something went wrong on the server');
}

function deviceOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

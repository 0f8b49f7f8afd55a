import type { FastifyInstance } from 'fastify';
import { apiError, ERROR_STATUS } from '../errors.ts';
import { isAllowedOrigin } from './origin.ts';

/** Seconds for which a browser remembers what it may ask. */
const REMEMBERED = 3_600;
const METHODS = 'GET, POST, PUT, DELETE';
const ASKED_HEADERS =
  'authorization, content-type, traceparent, x-cairn-device, x-cairn-protocol, x-graphql-event-stream-token';
const TOLD_HEADERS = 'traceresponse, retry-after';

/**
 * Who may ask from a page of another origin: those that the operator allows, and nobody else. A request with a foreign
 * Origin is refused before anything of it is read, whatever it carries: no cookie of a person does a stranger's work, not
 * even a harmless one. What is no browser sends no Origin.
 */
export function guardOrigins(scope: FastifyInstance, allowed: readonly string[]): void {
  scope.addHook('onRequest', async (request, reply) => {
    const { origin } = request.headers;
    reply.header('vary', 'Origin');
    if (!isAllowedOrigin(origin, request.host, allowed)) {
      const { message, extensions } = apiError('ORIGIN_REFUSED', 'pages of this origin may not use this server');
      return reply.code(ERROR_STATUS.ORIGIN_REFUSED).send({ errors: [{ message, extensions }] });
    }
    if (origin === undefined || !allowed.includes(origin)) return;
    reply.headers({
      'access-control-allow-origin': origin,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': TOLD_HEADERS,
      'cross-origin-resource-policy': 'cross-origin',
    });
    if (request.method !== 'OPTIONS') return;
    return reply
      .code(204)
      .headers({
        'access-control-allow-methods': METHODS,
        'access-control-allow-headers': ASKED_HEADERS,
        'access-control-max-age': String(REMEMBERED),
      })
      .send();
  });
}

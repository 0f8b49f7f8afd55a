import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, subscribe, type ExecutionResult, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Session } from '../account/session.ts';
import { apiError, ERROR_STATUS, type ErrorCode } from '../errors.ts';
import type { Documents } from '../limits/documents.ts';
import { traceOf, traceResponse, type Trace } from '../trace.ts';
import { codeOf, maskError } from './mask-error.ts';
import { checkProtocol } from './protocol.ts';
import { requestContext, sessionContext } from './request-context.ts';
import { logFailure, told } from './request-log.ts';
import type { Services } from './services.ts';
import { tokenOf } from './session-cookie.ts';
import { SessionWatch } from './session-watch.ts';
import { subscriptionOf, type Asked } from './subscription-of.ts';

export const STREAM_PATH = '/graphql/stream';
/** So long a reader may take nothing before it counts as gone. Milliseconds. */
const STALLED = 60_000;
/** Seconds after which a session that has too many streams may ask again. */
const TOO_MANY_WAIT = 10;

export interface EventStreamsOptions {
  readonly schema: GraphQLSchema;
  readonly services: Services;
  readonly documents: Documents;
  readonly log: Logger;
  /** Milliseconds between looks whether the sessions of open streams still hold. */
  readonly recheckEvery: number;
  /** Milliseconds between signs of life: proxies end what is silent. */
  readonly pingEvery: number;
}

type Pages = AsyncGenerator<ExecutionResult, void, void>;

/**
 * Subscriptions as server-sent events, for networks that let no WebSocket through: the protocol of graphql-sse, a
 * connection each. Session, limits and masking are those of sockets. A page is read when the one before is on its way:
 * never more than one of them is in memory.
 */
export class EventStreams {
  readonly #options: EventStreamsOptions;
  readonly #watch: SessionWatch;
  readonly #open = new Set<ServerResponse>();

  constructor(options: EventStreamsOptions) {
    this.#options = options;
    this.#watch = new SessionWatch(options.services, options.recheckEvery);
  }

  serve(scope: FastifyInstance): void {
    scope.route({
      method: ['GET', 'POST'],
      url: STREAM_PATH,
      handler: (request, reply) => this.#handle(request, reply),
    });
  }

  /** Ends what is open, without saying that it is complete: readers come back. */
  close(): void {
    this.#watch.close();
    for (const response of this.#open) response.end();
  }

  async #handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const { services, log } = this.#options;
    const trace = traceOf(request.headers['traceparent']);
    reply.header('traceresponse', traceResponse(trace));
    let session: Session | undefined;
    let pages: Pages;
    try {
      session = await this.#sessionOf(request, trace);
      pages = await this.#subscribe(session, askedOf(request), trace);
    } catch (error) {
      const errors = error instanceof Refused ? error.errors : [asGraphQLError(error)];
      const formatted = this.#tell(errors, trace, session);
      const { code, retryAfter } = formatted[0]!.extensions as { code: ErrorCode; retryAfter?: number };
      if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
      return reply.code(ERROR_STATUS[code]).send({ errors: formatted });
    }
    services.metrics.request('stream', 'subscription', 'OK');
    reply.hijack();
    const { raw } = reply;
    for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) raw.setHeader(name, value);
    this.#open.add(raw);
    const unwatch = this.#watch.add(session, () => raw.end());
    const ping = setInterval(() => raw.write(':\n\n'), this.#options.pingEvery);
    // The reader may leave while nothing is to be said.
    raw.once('close', () => void pages.return());
    try {
      await this.#write(raw, pages, session, trace);
    } catch (error) {
      log.info(told(error), 'stream failed');
      raw.destroy();
    } finally {
      clearInterval(ping);
      unwatch();
      this.#open.delete(raw);
      services.streams.end(session);
      await pages.return();
    }
    return reply;
  }

  async #write(raw: ServerResponse, pages: Pages, session: Session, trace: Trace): Promise<void> {
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      // Or a proxy would keep what it is told until it has enough.
      'x-accel-buffering': 'no',
    });
    raw.write(':\n\n');
    for await (const { data, errors } of pages) {
      if (raw.writableEnded || raw.destroyed) return;
      const page = errors ? { data: data ?? null, errors: this.#tell(errors, trace, session) } : { data };
      if (!raw.write(`event: next\ndata: ${JSON.stringify(page)}\n\n`)) await drained(raw);
    }
    if (!raw.writableEnded) raw.end('event: complete\ndata:\n\n');
  }

  async #sessionOf(request: FastifyRequest, trace: Trace): Promise<Session> {
    const { services } = this.#options;
    const { headers, ip } = request;
    checkProtocol(services.protocols, headers['x-cairn-protocol']);
    const device = headers['x-cairn-device'];
    const expected = typeof device === 'string' ? device : undefined;
    const context = await requestContext(services, tokenOf(headers), expected, () => {}, trace, ip);
    return context.requirePrincipal();
  }

  async #subscribe(session: Session, { query, operationName, variables }: Asked, trace: Trace): Promise<Pages> {
    const { schema, services, documents } = this.#options;
    const found = subscriptionOf(documents, { query, operationName, variables });
    if ('errors' in found) throw new Refused(found.errors);
    if (!services.streams.begin(session)) {
      throw apiError('RATE_LIMITED', 'too many streams of this session', TOO_MANY_WAIT);
    }
    try {
      const result = await subscribe({
        schema,
        document: found.document,
        operationName: operationName ?? null,
        variableValues: variables ?? {},
        contextValue: sessionContext(services, session, trace),
      });
      if ('errors' in result && result.errors) throw new Refused(result.errors);
      return result as Pages;
    } catch (error) {
      services.streams.end(session);
      throw error;
    }
  }

  /** Counted, logged and masked, each once. */
  #tell(errors: readonly GraphQLError[], trace: Trace, device: Session | undefined): GraphQLFormattedError[] {
    const { services, log } = this.#options;
    services.metrics.request('stream', 'subscription', codeOf(errors[0]!));
    logFailure(log, errors, { transport: 'stream', trace, device });
    return errors.map((error) => maskError(error.toJSON(), error));
  }
}

class Refused extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('refused');
  }
}

function asGraphQLError(error: unknown): GraphQLError {
  return error instanceof GraphQLError ? error : new GraphQLError('', { originalError: error as Error });
}

/** Of a body, or of an address: what a browser's EventSource asks with. @throws BAD_REQUEST */
function askedOf({ body, query: parameters }: FastifyRequest): Asked {
  const { query, operationName, variables } = (body ?? parameters ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof query !== 'string' || query === '') throw apiError('BAD_REQUEST', 'a request has a query');
  const name = typeof operationName === 'string' ? operationName : undefined;
  return { query, operationName: name, variables: variablesOf(variables) };
}

function variablesOf(given: unknown): Asked['variables'] {
  try {
    const variables: unknown = typeof given === 'string' ? JSON.parse(given) : (given ?? {});
    if (typeof variables === 'object' && !Array.isArray(variables)) return variables as Asked['variables'];
  } catch {
    // As what is no object.
  }
  throw apiError('BAD_REQUEST', 'variables are an object');
}

/** @throws when the reader has gone, or takes nothing for too long */
async function drained(raw: ServerResponse): Promise<void> {
  const end = new AbortController();
  const late = setTimeout(() => end.abort(new Error('the reader has stalled')), STALLED);
  const onClose = () => end.abort(new Error('the reader has gone'));
  raw.once('close', onClose);
  try {
    await once(raw, 'drain', { signal: end.signal });
  } finally {
    clearTimeout(late);
    raw.off('close', onClose);
  }
}

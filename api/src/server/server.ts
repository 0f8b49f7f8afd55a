import type { AddressInfo } from 'node:net';
import type { PrismaClient } from '@cairn/prisma';
import { pino, type Logger } from 'pino';
import { LocalWakeups, type Wakeups } from '../feed/wakeups.ts';
import { apiSchema } from '../schema.ts';
import { createApollo } from './apollo.ts';
import { Documents } from '../limits/documents.ts';
import type { Limits } from '../limits/limits.ts';
import type { Rates } from '../limits/rates.ts';
import type { TrustedDocuments } from '../limits/trusted-documents.ts';
import { EventStreams } from './event-streams.ts';
import { createHttp } from './http.ts';
import type { ProtocolRange } from './protocol.ts';
import { createServices, type Services } from './services.ts';
import { serveSockets } from './sockets.ts';
import { WebhookSender } from '../webhook/webhook-sender.ts';
import type { Transport } from '../webhook/transport.ts';

export interface ServerOptions {
  readonly prisma: PrismaClient;
  /** Default: for this process alone. Closed by whoever made it. */
  readonly wakeups?: Wakeups;
  /** Folder of the exported web app; without it only the API is served. */
  readonly webDir?: string | undefined;
  /** Folder of GraphiQL as built; without it a browser at /graphql is answered like anybody else. */
  readonly graphiqlDir?: string | undefined;
  /** Origins besides the server's own whose pages may use it, with a cookie too. */
  readonly allowedOrigins?: readonly string[];
  /** Believe X-Forwarded-* of a proxy in front. */
  readonly trustProxy?: boolean;
  /** Default: silent. */
  readonly log?: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Milliseconds between saying that it stops (`/readyz`) and taking no more, for whoever balances the load. Default 0. */
  readonly drainFor?: number | undefined;
  /** See ServicesOptions. */
  readonly protocols?: ProtocolRange | undefined;
  readonly maxEvents?: number | undefined;
  readonly maxWaiting?: number | undefined;
  readonly limits?: Partial<Limits> | undefined;
  readonly rates?: Rates | undefined;
  /** Documents that may be asked for by their hash; perhaps nothing else is run then, and there is no GraphiQL. */
  readonly trustedDocuments?: TrustedDocuments | undefined;
  /** Milliseconds between pings of a socket; one that has not answered the last is ended. Default 12 s. */
  readonly pingEvery?: number;
  /** Milliseconds; see FeedOptions and SocketsOptions. */
  readonly pollEvery?: number;
  readonly pollEveryWhenDown?: number;
  readonly recheckEvery?: number;
  /** Milliseconds for which a session's token is good before it must be refreshed. Default: an hour. */
  readonly tokenLife?: number | undefined;
  /** See ServicesOptions. */
  readonly allowPrivateWebhooks?: boolean | undefined;
  readonly webhookTransport?: Transport | undefined;
  /** Milliseconds for which a device need not give its password again. Default: ten minutes. */
  readonly confirmedFor?: number | undefined;
}

export interface CairnServer {
  readonly services: Services;
  /** Port 0 takes a free one. Answers the address: `http://127.0.0.1:4000`. */
  listen(options: { readonly port: number; readonly host?: string }): Promise<string>;
  /**
   * Says so at /readyz, takes nothing new, finishes the requests at hand and sends sockets elsewhere; in `drainFor` and some
   * ten seconds at most. Leaves the database open.
   */
  close(): Promise<void>;
}

/** Milliseconds between pings of a socket. */
export const PING_EVERY = 12_000;

/** So long requests at hand have to finish when the server stops. Milliseconds. */
const FAREWELL = 10_000;

/** GraphQL over HTTP and WebSocket, and the web app, on one address. */
export async function createServer(options: ServerOptions): Promise<CairnServer> {
  const {
    prisma,
    wakeups = new LocalWakeups(),
    webDir,
    trustedDocuments,
    graphiqlDir,
    allowedOrigins = [],
    trustProxy = false,
    log = pino({ level: 'silent' }),
    now = Date.now,
    recheckEvery = 15_000,
    pingEvery = PING_EVERY,
    drainFor = 0,
    ...serving
  } = options;
  const schema = await apiSchema();
  const services = createServices({ prisma, wakeups, now, log, ...serving });
  const sender = new WebhookSender({
    prisma,
    deliveries: services.deliveries,
    wakeups,
    now,
    pollEvery: serving.pollEvery,
    pollEveryWhenDown: serving.pollEveryWhenDown,
    log: (line) => log.warn(line),
  });
  services.webhooks.onChanged((webhook) => sender.changed(webhook));
  services.metrics.observeSender(sender);
  const documents = new Documents(schema, services.limits, trustedDocuments);
  const apollo = await createApollo(schema, documents, log, services.metrics);
  let isStopping = false;
  const intervals = { recheckEvery, pingEvery };
  const streams = new EventStreams({ schema, services, documents, log, ...intervals });
  const http = await createHttp({
    apollo,
    services,
    documents,
    streams,
    allowedOrigins,
    log,
    webDir,
    graphiqlDir: trustedDocuments?.isOnly ? undefined : graphiqlDir,
    trustProxy,
    isStopping: () => isStopping,
  });
  const sockets = serveSockets({
    server: http.server,
    schema,
    services,
    documents,
    allowedOrigins,
    log,
    ...intervals,
  });
  return {
    services,
    async listen({ port, host = '127.0.0.1' }) {
      await http.listen({ port, host });
      const { port: bound } = http.server.address() as AddressInfo;
      return `http://${host === '0.0.0.0' || host === '::' ? 'localhost' : host}:${bound}`;
    },
    async close() {
      isStopping = true;
      if (drainFor > 0) await new Promise((resolve) => setTimeout(resolve, drainFor));
      const sent = sender.close();
      // Before the feed: a subscription that just ended would look to its client like a failure.
      streams.close();
      await sockets.close();
      // A connection that has sent no request yet counts as busy, and browsers open some in advance.
      const late = setTimeout(() => http.server.closeAllConnections(), FAREWELL);
      await http.close();
      clearTimeout(late);
      await sent;
      await services.feed.close();
      await apollo.stop();
    },
  };
}

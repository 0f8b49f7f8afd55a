import { openDatabase } from '@cairn/prisma';
import { pino } from 'pino';
import { RedisWakeups } from '../feed/redis-wakeups.ts';
import { LocalWakeups } from '../feed/wakeups.ts';
import type { Limits } from '../limits/limits.ts';
import { MemoryRates } from '../limits/rates.ts';
import { RedisRates } from '../limits/redis-rates.ts';
import { TrustedDocuments } from '../limits/trusted-documents.ts';
import { listenForMetrics } from './metrics-listener.ts';
import { createServer } from './server.ts';

/**
 * DATABASE_URL, or else DATA_DIR (`data`) for the embedded database; REDIS_URL; PORT (4000; 0 takes a free one); HOST
 * (127.0.0.1); WEB_DIR, the exported web app; GRAPHIQL_DIR, the page for people at /graphql; ALLOWED_ORIGINS, with commas; TRUST_PROXY=1; LOG_LEVEL (info);
 * MAX_WAITING, the appends that may wait (2000); DRAIN_SECONDS, how long it says that it stops before it does (0);
 * TOKEN_LIFE, the seconds for which a session's token is good before it is refreshed (3600); MAX_EVENTS of one account (no
 * limit); TRUSTED_DOCUMENTS, files with commas of what may be asked for by its hash, and TRUSTED_DOCUMENTS_ONLY=1, which runs
 * nothing else; EVENTS_PER_MINUTE that one device may append (30000; 0 for no limit); METRICS_PORT, on which Prometheus finds /metrics (none: they are not served), and METRICS_HOST (127.0.0.1);
 * WEBHOOKS_ALLOW_PRIVATE=1, which lets webhooks go anywhere, by http too: for development.
 */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface StartedServer {
  readonly address: string;
  /** Where `/metrics` is, when it was asked for. */
  readonly metricsAddress: string | undefined;
  close(): Promise<void>;
}

/** Database, wake-ups and server as the environment says; listening when it resolves. */
export async function startServer(env: Environment): Promise<StartedServer> {
  const log = pino(
    { level: env.LOG_LEVEL || 'info', base: null, timestamp: pino.stdTimeFunctions.isoTime },
    // Each append says a line before it answers, and must not wait for whoever reads them. What is left is written at exit.
    pino.destination({ sync: false }),
  );
  const trustedDocuments = await TrustedDocuments.read(
    listOf(env.TRUSTED_DOCUMENTS),
    env.TRUSTED_DOCUMENTS_ONLY === '1',
  );
  const database = await openDatabase({
    ...(env.DATABASE_URL ? { url: env.DATABASE_URL } : { dataDir: env.DATA_DIR || 'data' }),
    log: (line) => log.info(line),
  });
  const wakeups = env.REDIS_URL
    ? new RedisWakeups({ url: env.REDIS_URL, log: (line) => log.warn(line) })
    : new LocalWakeups();
  const alone = new MemoryRates(Date.now);
  const rates = env.REDIS_URL ? new RedisRates(env.REDIS_URL, alone) : alone;
  try {
    const server = await createServer({
      prisma: database.prisma,
      wakeups,
      rates,
      limits: limitsOf(env),
      webDir: env.WEB_DIR || undefined,
      graphiqlDir: env.GRAPHIQL_DIR || undefined,
      trustedDocuments,
      allowedOrigins: listOf(env.ALLOWED_ORIGINS),
      trustProxy: env.TRUST_PROXY === '1',
      tokenLife: env.TOKEN_LIFE ? Number(env.TOKEN_LIFE) * 1_000 : undefined,
      allowPrivateWebhooks: env.WEBHOOKS_ALLOW_PRIVATE === '1',
      maxEvents: env.MAX_EVENTS ? Number(env.MAX_EVENTS) : undefined,
      maxWaiting: env.MAX_WAITING ? Number(env.MAX_WAITING) : undefined,
      drainFor: env.DRAIN_SECONDS ? Number(env.DRAIN_SECONDS) * 1_000 : undefined,
      log,
    });
    const host = env.HOST || '127.0.0.1';
    const address = await server.listen({ port: Number(env.PORT || 4000), host });
    const metrics = env.METRICS_PORT
      ? await listenForMetrics(server.services.metrics.registry, {
          port: Number(env.METRICS_PORT),
          host: env.METRICS_HOST || '127.0.0.1',
        })
      : undefined;
    log.info({ address, metrics: metrics?.address, database: database.kind, redis: Boolean(env.REDIS_URL) }, 'started');
    return {
      address,
      metricsAddress: metrics?.address,
      async close() {
        log.info('stopping');
        await server.close();
        await wakeups.close();
        await rates.close();
        await database.close();
        await metrics?.close();
        log.info('stopped');
      },
    };
  } catch (error) {
    await wakeups.close();
    await rates.close();
    await database.close();
    throw error;
  }
}

const listOf = (text = ''): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

function limitsOf({ EVENTS_PER_MINUTE: events }: Environment): Partial<Limits> {
  if (!events) return {};
  return { appends: { count: Number(events) || Infinity, window: 60_000 } };
}

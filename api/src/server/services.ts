import { registry as known, type Registry } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import type { Logger } from 'pino';
import { AccessTokens } from '../account/access-tokens.ts';
import { AccountKeys } from '../account/account-keys.ts';
import { Accounts } from '../account/accounts.ts';
import { Credentials } from '../account/credentials.ts';
import { PasswordCheck } from '../account/password-check.ts';
import { scopesFor } from '../account/scope.ts';
import { SecurityLog } from '../account/security-log.ts';
import { deviceKey, type Session } from '../account/session.ts';
import { Sessions } from '../account/sessions.ts';
import { Appender } from '../append/appender.ts';
import { Feed } from '../feed/feed.ts';
import type { Wakeups } from '../feed/wakeups.ts';
import { admitRate } from '../limits/admit-rate.ts';
import { LIMITS, type Limits } from '../limits/limits.ts';
import { MemoryRates, type Rates } from '../limits/rates.ts';
import { SignInGuard } from '../limits/sign-in-guard.ts';
import { Streams } from '../limits/streams.ts';
import { concepts } from '../registry.ts';
import { Deliveries } from '../webhook/deliveries.ts';
import { httpTransport, type Transport } from '../webhook/transport.ts';
import { Webhooks } from '../webhook/webhooks.ts';
import { Metrics } from './metrics.ts';
import { PROTOCOLS, type ProtocolRange } from './protocol.ts';
import { logAppend, logDelivery } from './request-log.ts';

export interface ServicesOptions {
  readonly prisma: PrismaClient;
  readonly wakeups: Wakeups;
  readonly now: () => number;
  readonly log: Logger;
  /** The events that are taken. Default: those of this release. */
  readonly registry?: Registry | undefined;
  /** See SessionsOptions. Milliseconds. */
  readonly tokenLife?: number | undefined;
  /** See PasswordCheckOptions. Milliseconds. */
  readonly confirmedFor?: number | undefined;
  /** Which clients are served. Default: those that this release is made for. */
  readonly protocols?: ProtocolRange | undefined;
  /** See AppenderOptions. */
  readonly maxEvents?: number | undefined;
  readonly maxWaiting?: number | undefined;
  /** What one client may ask for; what is left out is as in LIMITS. */
  readonly limits?: Partial<Limits> | undefined;
  /** Where it is counted. Default: in this process. Closed by whoever made it. */
  readonly rates?: Rates | undefined;
  /** See FeedOptions. Milliseconds. */
  readonly pollEvery?: number;
  readonly pollEveryWhenDown?: number;
  /** Webhooks may be sent anywhere, by http too: for development. */
  readonly allowPrivateWebhooks?: boolean | undefined;
  /** What sends webhooks. Default: HTTP. */
  readonly webhookTransport?: Transport | undefined;
}

/** What requests are served with: one of each in a process. */
export interface Services {
  readonly prisma: PrismaClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly accessTokens: AccessTokens;
  readonly accountKeys: AccountKeys;
  readonly webhooks: Webhooks;
  readonly deliveries: Deliveries;
  readonly passwordCheck: PasswordCheck;
  readonly securityLog: SecurityLog;
  readonly credentials: Credentials;
  readonly appender: Appender;
  readonly feed: Feed;
  readonly protocols: ProtocolRange;
  readonly metrics: Metrics;
  readonly limits: Limits;
  readonly signInGuard: SignInGuard;
  readonly streams: Streams;
}

/** So long the database may take to answer before it counts as down. Milliseconds. */
const READY_WITHIN = 2_000;

export const projections = concepts.map(({ projection }) => projection);

export function createServices(options: ServicesOptions): Services {
  const { prisma, wakeups, now, log, registry = known } = options;
  const { tokenLife, confirmedFor, protocols = PROTOCOLS, maxEvents, maxWaiting } = options;
  const { pollEvery, pollEveryWhenDown, allowPrivateWebhooks: allowPrivate = false } = options;
  const say = (line: string) => log.warn(line);
  const limits: Limits = { ...LIMITS, ...options.limits };
  const rates = options.rates ?? new MemoryRates(now);
  const metrics = new Metrics();
  const sessions = new Sessions({ prisma, wakeups, now, tokenLife, log: say });
  sessions.onEnded(({ accountId, deviceId }) => {
    metrics.sessionEnded();
    log.info({ account: accountId, device: deviceId }, 'session ended');
  });
  const entityTypes = registry.entities.map(({ type }) => type);
  const scopes = scopesFor(entityTypes);
  const securityLog = new SecurityLog({ prisma, now, log: say });
  const passwordCheck = new PasswordCheck({ prisma, securityLog, now, confirmedFor });
  const accessTokens = new AccessTokens({ prisma, sessions, scopes, passwordCheck, securityLog, now, log: say });
  const deliveries = new Deliveries({
    prisma,
    transport: options.webhookTransport ?? httpTransport({ allowPrivate }),
    securityLog,
    now,
    random: Math.random,
    onAttempted(attempted) {
      metrics.delivery(attempted);
      logDelivery(log, attempted);
    },
  });
  // For whoever restores a backup that the account is still in.
  const onErased = (account: string) => log.info({ account }, 'account erased');
  wakeups.listen(() => metrics.wakeup('heard'));
  const onPage = (changes: number) => metrics.page(changes);
  const feed = new Feed({ prisma, projections, wakeups, log: say, onPage, pollEvery, pollEveryWhenDown });
  const services: Services = {
    prisma,
    now,
    sessions,
    accounts: new Accounts(prisma, sessions, securityLog, now),
    accessTokens,
    accountKeys: new AccountKeys({ prisma, sessions, passwordCheck, securityLog, now, onErased }),
    webhooks: new Webhooks({
      prisma,
      passwordCheck,
      securityLog,
      deliveries,
      entityTypes,
      allowPrivate,
      admitTest: (accountId) => admitRate(rates, `webhook-test:${accountId}`, 1, limits.webhookTests),
      now,
    }),
    deliveries,
    passwordCheck,
    securityLog,
    credentials: new Credentials(sessions, accessTokens),
    feed,
    appender: new Appender({
      prisma,
      registry,
      projections,
      now,
      maxEvents,
      maxWaiting,
      admit(principal, events) {
        const count = (principal as Partial<Session>).grant?.eventsPerMinute;
        const rate = typeof count === 'number' ? { count, window: 60_000 } : limits.appends;
        return admitRate(rates, `append:${deviceKey(principal)}`, events, rate);
      },
      onAppended(hint) {
        metrics.wakeup('sent');
        wakeups.publish(hint);
      },
      onAnswered(answered) {
        // Once the answer is on its way: whoever waits for it need not wait for what is said of it.
        setImmediate(() => {
          metrics.answered(answered);
          logAppend(log, answered);
        });
      },
    }),
    protocols,
    metrics,
    limits,
    signInGuard: new SignInGuard(rates, limits),
    streams: new Streams(limits.socketsPerSession),
  };
  metrics.observe({ feed, appender: services.appender, wakeups, isDatabaseUp: () => isReady(services) });
  return services;
}

/** Whether the database answers. The log's row is made by the first migration, and the database is migrated before it is served. */
export async function isReady({ prisma }: Pick<Services, 'prisma'>): Promise<boolean> {
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise<null>((resolve) => (late = setTimeout(() => resolve(null), READY_WITHIN)));
  const found = await Promise.race([prisma.log.findUnique({ where: { id: 1 } }).catch(() => null), timeout]);
  clearTimeout(late);
  return found !== null;
}

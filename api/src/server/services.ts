import { registry } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import type { Logger } from 'pino';
import { Accounts } from '../account/accounts.ts';
import { Sessions } from '../account/sessions.ts';
import { Appender } from '../append/appender.ts';
import { Feed } from '../feed/feed.ts';
import type { Wakeups } from '../feed/wakeups.ts';
import { concepts } from '../registry.ts';

export interface ServicesOptions {
  readonly prisma: PrismaClient;
  readonly wakeups: Wakeups;
  readonly now: () => number;
  readonly log: Logger;
  /** See FeedOptions. Milliseconds. */
  readonly pollEvery?: number;
  readonly pollEveryWhenDown?: number;
}

/** What requests are served with: one of each in a process. */
export interface Services {
  readonly prisma: PrismaClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly sessions: Sessions;
  readonly accounts: Accounts;
  readonly appender: Appender;
  readonly feed: Feed;
}

export const projections = concepts.map(({ projection }) => projection);

export function createServices({ prisma, wakeups, now, log, ...polling }: ServicesOptions): Services {
  const say = (line: string) => log.warn(line);
  const sessions = new Sessions({ prisma, now, log: say });
  return {
    prisma,
    now,
    sessions,
    accounts: new Accounts(prisma, sessions, now),
    feed: new Feed({ prisma, projections, wakeups, log: say, ...polling }),
    appender: new Appender({
      prisma,
      registry,
      projections,
      now,
      onAppended: (hint) => wakeups.publish(hint),
      onAnswered({ accountId, deviceId }, receipts, ms) {
        const count = (status: string) =>
          receipts.filter((receipt) => !receipt.resent && receipt.status === status).length;
        log.info(
          {
            account: accountId,
            device: deviceId,
            events: receipts.length,
            applied: count('APPLIED'),
            merged: count('MERGED'),
            conflict: count('CONFLICT'),
            rejected: count('REJECTED'),
            resent: receipts.filter(({ resent }) => resent).length,
            ms,
          },
          'append',
        );
      },
    }),
  };
}

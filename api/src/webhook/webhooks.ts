import { randomBytes } from 'node:crypto';
import { isUuid, uuidv7 } from '@cairn/domain';
import { forAccount, type PrismaClient } from '@cairn/prisma';
import { checkName } from '../account/check-name.ts';
import type { PasswordCheck } from '../account/password-check.ts';
import type { SecurityLog } from '../account/security-log.ts';
import type { SecurityEventKind } from '../account/security-event-type.ts';
import type { Session } from '../account/session.ts';
import { apiError } from '../errors.ts';
import { positionOf, type LogPlace } from '../feed/log-cursor.ts';
import { isoTimeOf } from '../page/iso-time.ts';
import { cursorAt } from './batch.ts';
import type { Deliveries, WebhookRef, WebhookRow } from './deliveries.ts';
import { newSecret } from './signature.ts';
import {
  ROTATION_DAYS,
  WEBHOOKS_LIMIT,
  WebhookState,
  type CreateWebhookInput,
  type IssuedWebhook,
  type MoveWebhookInput,
  type RotateWebhookSecretInput,
  type Webhook,
  type WebhookTest,
} from './webhook-type.ts';
import { checkWebhookUrl } from './webhook-url.ts';

const DAY = 24 * 3_600_000;

export interface WebhooksOptions {
  readonly prisma: PrismaClient;
  readonly passwordCheck: PasswordCheck;
  readonly securityLog: SecurityLog;
  readonly deliveries: Deliveries;
  /** Of what a webhook may be told: Task, Note … */
  readonly entityTypes: readonly string[];
  /** See checkWebhookUrl. */
  readonly allowPrivate: boolean;
  /** Asked before a test. @throws RATE_LIMITED */
  readonly admitTest: (accountId: string) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** Where the events of an account are sent to, as the account says it. What sends them is WebhookSender. */
export class Webhooks {
  readonly #options: WebhooksOptions;
  readonly #listeners = new Set<(webhook: WebhookRef) => void>();

  constructor(options: WebhooksOptions) {
    this.#options = options;
  }

  /** Calls the listener for each one that may have something to send from now on. */
  onChanged(listener: (webhook: WebhookRef) => void): void {
    this.#listeners.add(listener);
  }

  /** The newest first. */
  async list({ accountId }: Session): Promise<readonly Webhook[]> {
    const [rows, log] = await Promise.all([
      this.#of(accountId).findMany({ where: { accountId }, orderBy: { id: 'desc' } }),
      this.#log(accountId),
    ]);
    return rows.map((row) => toWebhook(row, log, this.#options.now()));
  }

  /** @throws REAUTHENTICATION_REQUIRED, BAD_USER_INPUT, WEBHOOK_URL_REFUSED, CURSOR_INVALID, CURSOR_EXPIRED */
  async create(session: Session, input: CreateWebhookInput, address: string): Promise<IssuedWebhook> {
    const { passwordCheck, allowPrivate, entityTypes: known, now } = this.#options;
    const { accountId } = session;
    // It takes all that is written out of the account, from now on: no less than a token that may read for ever.
    await passwordCheck.require(session);
    const name = checkName(input.name, 'name');
    const url = checkWebhookUrl(input.url, allowPrivate);
    const entityTypes = [...new Set(input.entityTypes ?? [])];
    if (entityTypes.some((type) => !known.includes(type))) {
      throw apiError('BAD_USER_INPUT', `entityTypes are of ${known.join(', ')}`);
    }
    const log = await this.#log(accountId);
    const position = placeOf(input, log);
    if ((await this.#of(accountId).count({ where: { accountId } })) >= WEBHOOKS_LIMIT) {
      throw apiError('BAD_USER_INPUT', `an account has at most ${WEBHOOKS_LIMIT} webhooks: delete one first`);
    }
    const id = uuidv7(now(), randomBytes(10));
    const secret = newSecret();
    const createdAt = new Date(now());
    const place = { position, scannedTo: position };
    const row = await this.#of(accountId).create({
      data: { accountId, id, name, url, secret, entityTypes, createdAt, ...place },
    });
    await this.#done('WEBHOOK_CREATED', session, row, address);
    return { webhook: toWebhook(row, log, now()), secret };
  }

  /** The secret of before signs as well for a while. @throws REAUTHENTICATION_REQUIRED, NOT_FOUND, BAD_USER_INPUT */
  async rotate(session: Session, input: RotateWebhookSecretInput, address: string): Promise<IssuedWebhook> {
    const { passwordCheck, now } = this.#options;
    const { accountId } = session;
    await passwordCheck.require(session);
    const previousUntil =
      typeof input.previousUntil === 'string' ? isoTimeOf(input.previousUntil, 'previousUntil') : new Date(now() + DAY);
    if (previousUntil.getTime() > now() + ROTATION_DAYS * DAY) {
      throw apiError('BAD_USER_INPUT', `the secret of before signs for at most ${ROTATION_DAYS} days`);
    }
    for (;;) {
      const old = await this.#find(session, input.id);
      const secret = newSecret();
      const [row] = await this.#of(accountId).updateManyAndReturn({
        where: { accountId, id: old.id, secret: old.secret },
        data: { secret, previousSecret: old.secret, previousUntil },
      });
      // Somebody else rotated it in between: theirs is the secret before this one.
      if (!row) continue;
      await this.#done('WEBHOOK_ROTATED', session, row, address);
      return { webhook: toWebhook(row, await this.#log(accountId), now()), secret };
    }
  }

  /** Goes on from where it was, also in the middle of what has failed. @throws NOT_FOUND */
  enable(session: Session, id: string, address: string): Promise<Webhook> {
    const data = { disabledAt: null, disabledReason: null, failures: 0, nextAttemptAt: null };
    return this.#update('WEBHOOK_ENABLED', session, id, data, address);
  }

  /** Nothing more is sent; what is under way may still arrive, and is sent again when it is enabled. @throws NOT_FOUND */
  disable(session: Session, id: string, address: string): Promise<Webhook> {
    const disabledAt = new Date(this.#options.now());
    const data = { disabledAt, disabledReason: 'REQUESTED', nextAttemptAt: null, ...FREE };
    return this.#update('WEBHOOK_DISABLED', session, id, data, address);
  }

  /** Goes on from elsewhere in the log. @throws NOT_FOUND, CURSOR_INVALID, CURSOR_EXPIRED, BAD_USER_INPUT */
  async move(session: Session, input: MoveWebhookInput, address: string): Promise<Webhook> {
    await this.#find(session, input.id);
    const position = placeOf(input, await this.#log(session.accountId));
    const data = { position, scannedTo: position, batchEnd: null, failures: 0, nextAttemptAt: null, ...FREE };
    return this.#update('WEBHOOK_MOVED', session, input.id, { ...data, round: { increment: 1 } }, address);
  }

  /** @throws NOT_FOUND */
  async delete(session: Session, id: string, address: string): Promise<void> {
    const row = await this.#find(session, id);
    await this.#of(session.accountId).deleteMany({ where: { accountId: session.accountId, id } });
    await this.#done('WEBHOOK_DELETED', session, row, address);
  }

  /** One message of no event, at once. @throws NOT_FOUND, RATE_LIMITED */
  async test(session: Session, id: string): Promise<WebhookTest> {
    const { admitTest, deliveries } = this.#options;
    const row = await this.#find(session, id);
    await admitTest(session.accountId);
    const started = performance.now();
    const { answer, error } = await deliveries.test(row);
    const milliseconds = Math.round(performance.now() - started);
    return { isTaken: error === undefined, status: answer?.status ?? null, error: error ?? null, milliseconds };
  }

  async #update(kind: `${SecurityEventKind}`, session: Session, id: string, data: object, address: string) {
    const { accountId } = session;
    const [row] = isUuid(id) ? await this.#of(accountId).updateManyAndReturn({ where: { accountId, id }, data }) : [];
    if (!row) throw noWebhook();
    await this.#done(kind, session, row, address);
    return toWebhook(row, await this.#log(accountId), this.#options.now());
  }

  async #done(kind: `${SecurityEventKind}`, { deviceId }: Session, row: WebhookRow, address: string): Promise<void> {
    const { accountId, id, name } = row;
    await this.#options.securityLog.note(accountId, { kind, deviceId, subject: name, address });
    for (const listener of this.#listeners) listener({ accountId, id });
  }

  async #find({ accountId }: Session, id: string): Promise<WebhookRow> {
    const row = isUuid(id) ? await this.#of(accountId).findFirst({ where: { accountId, id } }) : null;
    if (!row) throw noWebhook();
    return row;
  }

  async #log(accountId: string): Promise<LogPlace> {
    const { prisma } = this.#options;
    const [log, head] = await Promise.all([
      prisma.log.findUniqueOrThrow({ where: { id: 1 } }),
      forAccount(prisma, accountId).head.findFirst({ where: { accountId } }),
    ]);
    if (!head) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
    // Events stay when trash is purged: behind that fence as well.
    return { epoch: log.epoch, position: head.position, purged: 0 };
  }

  #of(accountId: string): PrismaClient['webhook'] {
    return forAccount(this.#options.prisma, accountId).webhook;
  }
}

/** Whoever sends just now finds that it may not go on. */
const FREE = { lease: null, leaseUntil: null };

/** @throws BAD_USER_INPUT, CURSOR_INVALID, CURSOR_EXPIRED */
function placeOf(input: Pick<MoveWebhookInput, 'after' | 'fromBeginning'>, log: LogPlace): number {
  if (typeof input.after !== 'string') return input.fromBeginning ? 0 : log.position;
  if (input.fromBeginning) throw apiError('BAD_USER_INPUT', 'it is after a cursor or from the beginning, not both');
  return positionOf(input.after, log);
}

function toWebhook(row: WebhookRow, { epoch, position: head }: LogPlace, now: number): Webhook {
  const isPreviousGood = row.previousUntil !== null && row.previousUntil.getTime() > now;
  const retrying = row.failures > 0 ? WebhookState.RETRYING : WebhookState.ACTIVE;
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    entityTypes: row.entityTypes as string[],
    createdAt: row.createdAt.toISOString(),
    state: row.disabledAt ? WebhookState.DISABLED : retrying,
    cursor: cursorAt({ epoch, position: row.position }),
    behind: Math.max(0, head - row.scannedTo),
    failures: row.failures,
    nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null,
    lastAttemptAt: row.lastAttemptAt?.toISOString() ?? null,
    lastDeliveredAt: row.lastDeliveredAt?.toISOString() ?? null,
    lastStatus: row.lastStatus,
    lastError: row.lastError as Webhook['lastError'],
    disabledAt: row.disabledAt?.toISOString() ?? null,
    disabledReason: row.disabledReason as Webhook['disabledReason'],
    previousUntil: isPreviousGood ? row.previousUntil!.toISOString() : null,
  };
}

function noWebhook() {
  return apiError('NOT_FOUND', 'there is no such webhook');
}

import { randomBytes } from 'node:crypto';
import { isUuid, uuidv7 } from '@cairn/domain';
import { forAccount, type PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { isoTimeOf } from '../page/iso-time.ts';
import { newAccessToken, readAccessToken } from './access-token.ts';
import {
  RATE_MAX,
  ROTATION_DAYS,
  type AccessToken,
  type CreateAccessTokenInput,
  type IssuedAccessToken,
  type RotateAccessTokenInput,
} from './access-token-type.ts';
import { checkName } from './check-name.ts';
import type { PasswordCheck } from './password-check.ts';
import type { Scope } from './scope.ts';
import type { SecurityLog } from './security-log.ts';
import { deviceKey, type DeviceRef, type Session } from './session.ts';
import type { Sessions } from './sessions.ts';
import { hashToken, isSameHash } from './token.ts';
import { unauthenticated } from './unauthenticated.ts';

/** How long what was read of a token is believed without asking again. Milliseconds. */
const BELIEVED = 5_000;
const CACHE_LIMIT = 10_000;
const SEEN_EVERY = 60_000;
const DAY = 24 * 3_600_000;
/** Most of one account that are neither revoked nor expired. */
const TOKENS_LIMIT = 50;

type Row = NonNullable<Awaited<ReturnType<PrismaClient['accessToken']['findUnique']>>>;

export interface AccessTokensOptions {
  readonly prisma: PrismaClient;
  /** Tells sockets and the other processes that a token has ended, as of any session. */
  readonly sessions: Sessions;
  readonly scopes: readonly Scope[];
  readonly passwordCheck: PasswordCheck;
  readonly securityLog: SecurityLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log?: (line: string) => void;
}

/** The tokens of programs: they have no outbox, and are read strictly [M1]. */
export class AccessTokens {
  readonly #options: AccessTokensOptions;
  readonly #known = new Map<string, { readonly row: Row; readonly until: number }>();
  /** How often something here ended: what was read before such an end is read again. */
  #ends = 0;

  constructor(options: AccessTokensOptions) {
    this.#options = options;
    options.sessions.onEnded((device) => {
      this.#ends += 1;
      this.#known.delete(deviceKey(device));
    });
  }

  #of(accountId: string): PrismaClient['accessToken'] {
    return forAccount(this.#options.prisma, accountId).accessToken;
  }

  /** @throws UNAUTHENTICATED, TOKEN_EXPIRED, TOKEN_REVOKED */
  async find(text: string, address: string): Promise<Session> {
    const token = readAccessToken(text);
    if (!token) throw unauthenticated();
    const known = this.#believed(token);
    // Another process may have rotated it since: what is believed never refuses a secret.
    const row = known && this.#holds(known, token.hash) ? known : await this.#read(token);
    if (!row) throw unauthenticated();
    this.#check(row, token.hash);
    this.#see(row, address);
    return {
      accountId: row.accountId,
      deviceId: row.id,
      strict: true,
      signedInAt: row.createdAt.getTime(),
      grant: { scopes: row.scopes as Scope[], eventsPerMinute: row.eventsPerMinute, secretHash: token.hash },
    };
  }

  /** Whether a token that was found still holds. @throws UNAUTHENTICATED, TOKEN_EXPIRED, TOKEN_REVOKED */
  async check(session: Session): Promise<void> {
    const row = this.#believed(session) ?? (await this.#read(session));
    if (!row) throw unauthenticated();
    this.#check(row, session.grant!.secretHash);
  }

  /** Those that can still be used, the newest first. */
  async list({ accountId }: Session): Promise<readonly AccessToken[]> {
    const orderBy = [{ createdAt: 'desc' as const }, { id: 'desc' as const }];
    const rows = await this.#of(accountId).findMany({ where: { accountId, revokedAt: null }, orderBy });
    return rows.map((row) => this.#toType(row));
  }

  /** @throws BAD_USER_INPUT; REAUTHENTICATION_REQUIRED for the scope `account` */
  async create(session: Session, input: CreateAccessTokenInput, address: string): Promise<IssuedAccessToken> {
    const { now, scopes: known, passwordCheck, securityLog } = this.#options;
    const { accountId, deviceId } = session;
    const name = checkName(input.name, 'name');
    const scopes = [...new Set(input.scopes)];
    const wrong = scopes.find((scope) => !known.includes(scope as Scope));
    if (scopes.length === 0 || wrong !== undefined) {
      throw apiError('BAD_USER_INPUT', `scopes are one or more of ${known.join(', ')}`);
    }
    if (scopes.includes('account')) await passwordCheck.require(session);
    const rate = input.eventsPerMinute ?? null;
    if (rate !== null && !(rate >= 1 && rate <= RATE_MAX)) {
      throw apiError('BAD_USER_INPUT', `eventsPerMinute is from 1 to ${RATE_MAX}`);
    }
    const expiresAt = this.#endOf(input.expiresAt) ?? null;
    const isAlive = { OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now()) } }] };
    if ((await this.#of(accountId).count({ where: { accountId, revokedAt: null, ...isAlive } })) >= TOKENS_LIMIT) {
      throw apiError('BAD_USER_INPUT', `an account has at most ${TOKENS_LIMIT} tokens: revoke one first`);
    }
    const id = uuidv7(now(), randomBytes(10));
    const secret = newAccessToken({ accountId, deviceId: id });
    const row = await this.#of(accountId).create({
      data: {
        accountId,
        id,
        name,
        scopes,
        secretHash: hashToken(secret),
        eventsPerMinute: rate,
        createdAt: new Date(now()),
        expiresAt,
      },
    });
    await securityLog.note(accountId, { kind: 'TOKEN_CREATED', deviceId, subject: name, address });
    return { accessToken: this.#toType(row), secret };
  }

  /**
   * A new secret. The one before stays good for a while, so that a program can be given the new one in peace; one that was
   * rotated before that ends now.
   * @throws NOT_FOUND, BAD_USER_INPUT; REAUTHENTICATION_REQUIRED for one with the scope `account`
   */
  async rotate(session: Session, input: RotateAccessTokenInput, address: string): Promise<IssuedAccessToken> {
    const { now, passwordCheck, securityLog } = this.#options;
    const { accountId, deviceId } = session;
    const previousUntil =
      typeof input.previousUntil === 'string' ? isoTimeOf(input.previousUntil, 'previousUntil') : new Date(now() + DAY);
    if (previousUntil.getTime() > now() + ROTATION_DAYS * DAY) {
      throw apiError('BAD_USER_INPUT', `the secret of before stays good for at most ${ROTATION_DAYS} days`);
    }
    const expiresAt = this.#endOf(input.expiresAt);
    const where = { accountId, id: input.id, revokedAt: null };
    for (;;) {
      const old = isUuid(input.id) ? await this.#of(accountId).findFirst({ where }) : null;
      if (!old) throw noToken();
      if ((old.scopes as Scope[]).includes('account')) await passwordCheck.require(session);
      const secret = newAccessToken({ accountId, deviceId: old.id });
      const [row] = await this.#of(accountId).updateManyAndReturn({
        where: { ...where, secretHash: old.secretHash },
        data: {
          secretHash: hashToken(secret),
          previousHash: old.secretHash,
          previousUntil,
          ...(expiresAt ? { expiresAt } : {}),
        },
      });
      // Somebody else rotated it in between: theirs is the secret before this one.
      if (!row) continue;
      this.#options.sessions.ended({ accountId, deviceId: old.id });
      await securityLog.note(accountId, { kind: 'TOKEN_ROTATED', deviceId, subject: row.name, address });
      return { accessToken: this.#toType(row), secret };
    }
  }

  /** @throws NOT_FOUND when the account has no such token, or none any more */
  async revoke({ accountId, deviceId }: Session, id: string, address: string): Promise<void> {
    const { now, sessions, securityLog } = this.#options;
    const where = { accountId, id, revokedAt: null };
    const data = { revokedAt: new Date(now()) };
    const [ended] = isUuid(id) ? await this.#of(accountId).updateManyAndReturn({ where, data }) : [];
    if (!ended) throw noToken();
    sessions.ended({ accountId, deviceId: id });
    await securityLog.note(accountId, { kind: 'TOKEN_ENDED', deviceId, subject: ended.name, address });
  }

  /** @throws BAD_USER_INPUT */
  #endOf(value: string | null | undefined): Date | undefined {
    if (typeof value !== 'string') return undefined;
    const end = isoTimeOf(value, 'expiresAt');
    if (end.getTime() <= this.#options.now()) throw apiError('BAD_USER_INPUT', 'expiresAt is in the past');
    return end;
  }

  #holds({ secretHash, previousHash, previousUntil }: Row, hash: string): boolean {
    if (isSameHash(secretHash, hash)) return true;
    const isPrevious = previousHash !== null && isSameHash(previousHash, hash);
    return isPrevious && previousUntil !== null && this.#options.now() < previousUntil.getTime();
  }

  /** Tells what became of a token only to whoever has its secret. */
  #check(row: Row, hash: string): void {
    if (!this.#holds(row, hash)) throw unauthenticated();
    if (row.revokedAt) throw apiError('TOKEN_REVOKED', 'this token was revoked');
    if (row.expiresAt && this.#options.now() >= row.expiresAt.getTime()) {
      throw apiError('TOKEN_EXPIRED', 'this token has expired');
    }
  }

  #believed(ref: DeviceRef): Row | undefined {
    const found = this.#known.get(deviceKey(ref));
    return found && found.until > this.#options.now() ? found.row : undefined;
  }

  /** From the database. A look that began before an end must not bring back what has ended. */
  async #read({ accountId, deviceId: id }: DeviceRef): Promise<Row | undefined> {
    const { now } = this.#options;
    for (;;) {
      const ends = this.#ends;
      const row = await this.#of(accountId).findFirst({ where: { accountId, id } });
      if (ends !== this.#ends) continue;
      if (!row) return undefined;
      if (this.#known.size >= CACHE_LIMIT) this.#known.clear();
      this.#known.set(deviceKey({ accountId, deviceId: id }), { row, until: now() + BELIEVED });
      return row;
    }
  }

  #see({ accountId, id, lastUsedAt }: Row, address: string): void {
    const { now, log, securityLog } = this.#options;
    if (lastUsedAt && now() - lastUsedAt.getTime() < SEEN_EVERY) return;
    this.#of(accountId)
      .updateMany({ where: { accountId, id, lastUsedAt }, data: { lastUsedAt: new Date(now()) } })
      .then(async ({ count }) => {
        this.#known.delete(deviceKey({ accountId, deviceId: id }));
        const isFirst = count > 0 && !lastUsedAt;
        if (isFirst) await securityLog.note(accountId, { kind: 'TOKEN_FIRST_USED', deviceId: id, address });
      })
      .catch((error: unknown) => log?.(`could not note when a token was used: ${String(error)}`));
  }

  #toType(row: Row): AccessToken {
    const isPreviousGood = row.previousUntil !== null && row.previousUntil.getTime() > this.#options.now();
    return {
      id: row.id,
      name: row.name,
      scopes: row.scopes as string[],
      eventsPerMinute: row.eventsPerMinute,
      createdAt: row.createdAt.toISOString(),
      expiresAt: row.expiresAt?.toISOString() ?? null,
      lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
      previousUntil: isPreviousGood ? row.previousUntil!.toISOString() : null,
    };
  }
}

function noToken() {
  return apiError('NOT_FOUND', 'there is no such token');
}

import { isUuid } from '@cairn/domain';
import { asAccount, forAccount, type PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import type { Wakeups } from '../feed/wakeups.ts';
import { deviceKey, type DeviceRef, type Session } from './session.ts';
import { hashToken, isSameHash, newRefreshKey, newToken, readToken, successorOf, type SessionToken } from './token.ts';
import { unauthenticated } from './unauthenticated.ts';

/** How long what was read of a device is believed without asking again. Milliseconds. */
const BELIEVED = 5_000;
const CACHE_LIMIT = 10_000;
const SEEN_EVERY = 60_000;

const DAY = 24 * 3_600_000;
const TOKEN_LIFE = 3_600_000;
/** So long after its end a token still gets its successor: as long as browsers keep a cookie. */
const REFRESHABLE = 400 * DAY;
/** And so long after its successor was first used: another tab, or a reply that overtook, may still hold the old one. */
const GRACE = DAY;

/** What is known of a device. */
interface Device extends Session {
  readonly tokenHash: string;
  readonly expiresAt: number;
  readonly previousHash: string | null;
  readonly previousUntil: number | null;
  readonly refreshKey: string;
  readonly lastSeenAt: number;
  readonly isRevoked: boolean;
  readonly isAccountGone: boolean;
}

/** What a token is worth: everything, a refresh, or nothing. */
type Worth = 'good' | 'expired' | 'none';

export interface SessionsOptions {
  readonly prisma: PrismaClient;
  readonly wakeups: Wakeups;
  readonly now: () => number;
  /** Milliseconds for which a token is good before it must be refreshed. Default: an hour. */
  readonly tokenLife?: number | undefined;
  readonly log?: (line: string) => void;
}

/** A token, and when it will want a refresh; milliseconds since 1970. */
export interface IssuedToken {
  readonly token: string;
  readonly expiresAt: number;
}

/** Who a token belongs to; and the tokens that follow it. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #known = new Map<string, { readonly device: Device; readonly until: number }>();
  readonly #listeners = new Set<(device: DeviceRef) => void>();
  /** How often something here ended: what was read before such an end is read again. */
  #ends = 0;

  constructor(options: SessionsOptions) {
    this.#options = options;
    options.wakeups.listenToEnds((device) => this.#end(device));
  }

  /**
   * Whose token this is, and whether it is good for more than a refresh.
   * @throws UNAUTHENTICATED, SESSION_REVOKED, ACCOUNT_GONE
   */
  async find(text: string): Promise<{ readonly session: Session; readonly isExpired: boolean }> {
    const token = tokenFrom(text);
    const known = this.#believed(token);
    // Another process may have given the device a new token since: what is believed never refuses one.
    const device = known && this.#worth(known, token) !== 'none' ? known : await this.#read(token);
    const worth = device ? this.#worth(device, token) : 'none';
    if (!device || worth === 'none') throw unauthenticated();
    checkDevice(device);
    if (worth === 'good') this.#see(device);
    return { session: device, isExpired: worth === 'expired' };
  }

  /**
   * Whether a session that was found still holds; that its token has expired since is no matter.
   * @throws UNAUTHENTICATED, SESSION_REVOKED, ACCOUNT_GONE
   */
  async check(session: Session): Promise<void> {
    const device = this.#believed(session) ?? (await this.#read(session));
    if (!device) throw unauthenticated();
    checkDevice(device);
    if (device.signedInAt !== session.signedInAt) throw revoked();
  }

  /** What a device that signs in gets and what its row says from then on: nothing from before counts any more. */
  issue(device: DeviceRef) {
    const token = newToken(device);
    const now = this.#options.now();
    return {
      token,
      row: {
        tokenHash: hashToken(token),
        expiresAt: new Date(this.#expiry()),
        previousHash: null,
        previousUntil: null,
        refreshKey: newRefreshKey(),
        signedInAt: new Date(now),
        lastSeenAt: new Date(now),
        confirmedAt: new Date(now),
        revokedAt: null,
      },
    };
  }

  /**
   * The successor of an expired token, the same one however often it is asked for, until that one has been used for a
   * day; of a token that is still good, itself.
   * @throws UNAUTHENTICATED, SESSION_REVOKED, ACCOUNT_GONE
   */
  async refresh(text: string): Promise<IssuedToken> {
    const token = tokenFrom(text);
    const { prisma, now } = this.#options;
    for (;;) {
      const device = await this.#read(token);
      const worth = device ? this.#worth(device, token) : 'none';
      if (!device || worth === 'none') throw unauthenticated();
      checkDevice(device);
      if (worth === 'good') return { token: text, expiresAt: device.expiresAt };
      const successor = successorOf(token, device.refreshKey);
      const isFirst = isSameHash(device.tokenHash, token.hash);
      // One that was used already goes on as it is; of one that never arrived the time begins now.
      if (!isFirst && device.previousUntil !== null) return { token: successor, expiresAt: device.expiresAt };
      const expiresAt = this.#expiry();
      const { count } = await forAccount(prisma, token.accountId).device.updateMany({
        where: { accountId: token.accountId, id: token.deviceId, tokenHash: device.tokenHash, revokedAt: null },
        data: {
          expiresAt: new Date(expiresAt),
          ...(isFirst
            ? {
                tokenHash: hashToken(successor),
                previousHash: token.hash,
                previousUntil: null,
                lastSeenAt: new Date(now()),
              }
            : {}),
        },
      });
      this.#known.delete(deviceKey(token));
      // Somebody else was faster, and what they did is what counts.
      if (count > 0) return { token: successor, expiresAt };
    }
  }

  /** Ends a device's session: false when there is no such device, or none any more. */
  async revoke(device: DeviceRef): Promise<boolean> {
    const { prisma, now } = this.#options;
    const { count } = await forAccount(prisma, device.accountId).device.updateMany({
      where: { accountId: device.accountId, id: device.deviceId, revokedAt: null },
      data: { revokedAt: new Date(now()) },
    });
    if (count > 0) this.ended(device);
    return count > 0;
  }

  /** What held of a device no longer does: told here and to the other processes. */
  ended(device: DeviceRef): void {
    this.#end(device);
    this.#options.wakeups.publishEnd(device);
  }

  /** Hears of devices whose session may have ended, in whatever process: a hint, to be checked. */
  onEnded(listener: (device: DeviceRef) => void): void {
    this.#listeners.add(listener);
  }

  #end(device: DeviceRef): void {
    this.#ends += 1;
    this.#known.delete(deviceKey(device));
    for (const listener of this.#listeners) listener(device);
  }

  #worth(device: Device, { hash }: SessionToken): Worth {
    const now = this.#options.now();
    if (isSameHash(device.tokenHash, hash)) {
      if (now < device.expiresAt) return 'good';
      return now < device.expiresAt + REFRESHABLE ? 'expired' : 'none';
    }
    const isPrevious = device.previousHash !== null && isSameHash(device.previousHash, hash);
    return isPrevious && (device.previousUntil === null || now < device.previousUntil) ? 'expired' : 'none';
  }

  #expiry(): number {
    return this.#options.now() + (this.#options.tokenLife ?? TOKEN_LIFE);
  }

  #believed(ref: DeviceRef): Device | undefined {
    const found = this.#known.get(deviceKey(ref));
    return found && found.until > this.#options.now() ? found.device : undefined;
  }

  /** From the database. A look that began before an end must not bring back what has ended. */
  async #read({ accountId, deviceId: id }: DeviceRef): Promise<Device | undefined> {
    const { prisma, now } = this.#options;
    for (;;) {
      const ends = this.#ends;
      const [row, account] = await asAccount(accountId, () =>
        Promise.all([
          prisma.device.findFirst({ where: { accountId, id } }),
          prisma.account.findFirst({ where: { id: accountId } }),
        ]),
      );
      if (ends !== this.#ends) continue;
      if (!row) return undefined;
      const device: Device = {
        accountId,
        deviceId: id,
        strict: row.kind === 'PROGRAM',
        signedInAt: row.signedInAt.getTime(),
        tokenHash: row.tokenHash,
        expiresAt: row.expiresAt.getTime(),
        previousHash: row.previousHash,
        previousUntil: row.previousUntil?.getTime() ?? null,
        refreshKey: row.refreshKey,
        lastSeenAt: row.lastSeenAt.getTime(),
        isRevoked: row.revokedAt !== null,
        isAccountGone: account === null,
      };
      if (this.#known.size >= CACHE_LIMIT) this.#known.clear();
      this.#known.set(deviceKey(device), { device, until: now() + BELIEVED });
      return device;
    }
  }

  /** Notes that the device is there, and that it has the newest token: the one before is good for a while only. */
  #see({ accountId, deviceId, tokenHash, lastSeenAt, previousHash, previousUntil }: Device): void {
    const { prisma, now, log } = this.#options;
    const isFirstUse = previousHash !== null && previousUntil === null;
    if (!isFirstUse && now() - lastSeenAt < SEEN_EVERY) return;
    forAccount(prisma, accountId)
      .device.updateMany({
        where: { accountId, id: deviceId, tokenHash },
        data: {
          lastSeenAt: new Date(now()),
          ...(isFirstUse ? { previousUntil: new Date(now() + GRACE) } : {}),
        },
      })
      .then(() => this.#known.delete(deviceKey({ accountId, deviceId })))
      .catch((error: unknown) => log?.(`could not note when a device was seen: ${String(error)}`));
  }
}

function tokenFrom(text: string): SessionToken {
  const token = readToken(text);
  if (!token || !isUuid(token.accountId) || !isUuid(token.deviceId)) throw unauthenticated();
  return token;
}

/** The row of a device outlives its session, and its account: only so can the device be told. */
function checkDevice({ isRevoked, isAccountGone }: Device): void {
  if (isAccountGone) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
  if (isRevoked) throw revoked();
}

function revoked() {
  return apiError('SESSION_REVOKED', 'this device was signed out');
}

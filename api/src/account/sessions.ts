import { timingSafeEqual } from 'node:crypto';
import { isUuid } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { deviceKey, type Session } from './session.ts';
import { readToken } from './token.ts';

/** How long a session that was found is believed without asking again. Milliseconds. */
const BELIEVED = 5_000;
const CACHE_LIMIT = 10_000;
const SEEN_EVERY = 60_000;

interface Found {
  readonly hash: string;
  /** Undefined once it was revoked here: a lookup that began before must not bring it back. */
  readonly session: Session | undefined;
  readonly until: number;
}

export interface SessionsOptions {
  readonly prisma: PrismaClient;
  readonly now: () => number;
  readonly log?: (line: string) => void;
}

/** Who a token belongs to. */
export class Sessions {
  readonly #options: SessionsOptions;
  readonly #found = new Map<string, Found>();
  readonly #listeners = new Set<(session: { readonly accountId: string; readonly deviceId: string }) => void>();

  constructor(options: SessionsOptions) {
    this.#options = options;
  }

  /** @throws UNAUTHENTICATED, SESSION_REVOKED */
  async verify(token: string): Promise<Session> {
    const given = readToken(token);
    if (!given || !isUuid(given.accountId) || !isUuid(given.deviceId)) throw unauthenticated();
    const key = deviceKey(given);
    const known = this.#found.get(key);
    if (known && known.until > this.#options.now()) {
      if (!isEqual(known.hash, given.hash)) throw unauthenticated();
      if (!known.session) throw revoked();
      return known.session;
    }
    const { accountId, deviceId } = given;
    const device = await this.#options.prisma.device.findUnique({
      where: { accountId_id: { accountId, id: deviceId } },
    });
    if (!device || !isEqual(device.tokenHash, given.hash)) throw unauthenticated();
    if (device.revokedAt || this.#isRevokedHere(key)) throw revoked();
    const session = { accountId, deviceId, strict: device.kind === 'PROGRAM' };
    this.#keep(key, given.hash, session);
    this.#see(session, device.lastSeenAt);
    return session;
  }

  /** Ends a device's session: false when there is no such device, or none any more. */
  async revoke(device: { readonly accountId: string; readonly deviceId: string }): Promise<boolean> {
    const { accountId, deviceId } = device;
    const { prisma, now } = this.#options;
    const { count } = await prisma.device.updateMany({
      where: { accountId, id: deviceId, revokedAt: null },
      data: { revokedAt: new Date(now()) },
    });
    if (count === 0) return false;
    this.#keep(deviceKey(device), this.#found.get(deviceKey(device))?.hash ?? '', undefined);
    for (const listener of this.#listeners) listener(device);
    return true;
  }

  /** Hears of the sessions that end in this process. */
  onRevoked(listener: (device: { readonly accountId: string; readonly deviceId: string }) => void): void {
    this.#listeners.add(listener);
  }

  #isRevokedHere(key: string): boolean {
    const found = this.#found.get(key);
    return found !== undefined && found.session === undefined;
  }

  #keep(key: string, hash: string, session: Session | undefined): void {
    if (this.#found.size >= CACHE_LIMIT) this.#found.clear();
    this.#found.set(key, { hash, session, until: this.#options.now() + BELIEVED });
  }

  #see({ accountId, deviceId }: Session, lastSeenAt: Date): void {
    const { prisma, now, log } = this.#options;
    if (now() - lastSeenAt.getTime() < SEEN_EVERY) return;
    prisma.device
      .updateMany({ where: { accountId, id: deviceId }, data: { lastSeenAt: new Date(now()) } })
      .catch((error: unknown) => log?.(`could not note when a device was seen: ${String(error)}`));
  }
}

function isEqual(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function unauthenticated() {
  return apiError('UNAUTHENTICATED', 'sign in first');
}

function revoked() {
  return apiError('SESSION_REVOKED', 'this device was signed out');
}

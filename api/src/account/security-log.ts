import { randomBytes } from 'node:crypto';
import { isUuid, uuidv7 } from '@cairn/domain';
import { forAccount, type PrismaClient } from '@cairn/prisma';
import { readDevices } from '../history/event-device.ts';
import type { Connection } from '../page/connection-type.ts';
import { decodeCursor } from '../page/cursor-scalar.ts';
import { connectionOf } from '../page/page.ts';
import type { SecurityEvent, SecurityEventKind } from './security-event-type.ts';

/** So long it is kept. Milliseconds. */
const KEPT = 366 * 24 * 3_600_000;
const ADDRESS_MAX = 64;

interface Noted {
  readonly kind: `${SecurityEventKind}`;
  /** The device or token that did it; none for the server itself. */
  readonly deviceId?: string | undefined;
  readonly subject?: string | undefined;
  readonly address?: string | undefined;
}

export interface SecurityLogOptions {
  readonly prisma: PrismaClient;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly log?: (line: string) => void;
}

/** What happened to the keys of an account, for its owner. Holds no secrets, and no word of what the account holds. */
export class SecurityLog {
  readonly #options: SecurityLogOptions;

  constructor(options: SecurityLogOptions) {
    this.#options = options;
  }

  /** Never throws: what was done is done, whether it could be noted or not. */
  async note(accountId: string, { kind, deviceId, subject, address }: Noted): Promise<void> {
    const { now, log } = this.#options;
    const { securityEvent } = forAccount(this.#options.prisma, accountId);
    const at = new Date(now());
    const id = uuidv7(now(), randomBytes(10));
    const from = address ? address.slice(0, ADDRESS_MAX) : null;
    try {
      await securityEvent.create({
        data: { accountId, id, at, kind, deviceId: deviceId ?? null, subject: subject ?? null, address: from },
      });
      await securityEvent.deleteMany({ where: { accountId, at: { lte: new Date(now() - KEPT) } } });
    } catch (error) {
      log?.(`could not note ${kind} of account ${accountId}: ${error instanceof Error ? error.name : 'error'}`);
    }
  }

  /** Newest first. @throws CURSOR_INVALID */
  async page(
    accountId: string,
    { first, after }: { readonly first: number; readonly after: string | null | undefined },
  ): Promise<Connection<SecurityEvent>> {
    const { now } = this.#options;
    const prisma = forAccount(this.#options.prisma, accountId);
    const [before] = typeof after === 'string' ? decodeCursor<[string]>(after, ([id]) => isUuid(id)) : [];
    const rows = await prisma.securityEvent.findMany({
      where: { accountId, at: { gt: new Date(now() - KEPT) }, ...(before === undefined ? {} : { id: { lt: before } }) },
      orderBy: { id: 'desc' },
      take: first + 1,
    });
    const deviceOf = await readDevices(
      prisma,
      accountId,
      rows.flatMap(({ deviceId }) => deviceId ?? []),
    );
    const events = rows.map(({ id, kind, at, deviceId, subject, address }) => ({
      id,
      kind: kind as SecurityEvent['kind'],
      at: at.toISOString(),
      device: deviceId === null ? null : deviceOf(deviceId),
      subject,
      address,
    }));
    return connectionOf(events, first, ({ id }) => [id]);
  }
}

import { eraseAccount, forAccount, type PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { checkNewPassword, type PasswordCheck } from './password-check.ts';
import { hashPassword } from './password.ts';
import type { SecurityLog } from './security-log.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

export interface AccountKeysOptions {
  readonly prisma: PrismaClient;
  readonly sessions: Sessions;
  readonly passwordCheck: PasswordCheck;
  readonly securityLog: SecurityLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Called after an account has been erased: its backups hold it still. */
  readonly onErased?: (accountId: string) => void;
}

/** What only the owner may do, with the password given lately: change it, and delete the account. */
export class AccountKeys {
  readonly #options: AccountKeysOptions;

  constructor(options: AccountKeysOptions) {
    this.#options = options;
  }

  /**
   * This device stays signed in; the others too, unless told.
   * @throws REAUTHENTICATION_REQUIRED, BAD_USER_INPUT, RATE_LIMITED
   */
  async changePassword(session: Session, password: string, endOthers: boolean, address: string): Promise<void> {
    const { prisma, passwordCheck, securityLog, now } = this.#options;
    const { accountId, deviceId } = session;
    await passwordCheck.require(session);
    checkNewPassword(password);
    const passwordHash = await hashPassword(password);
    await prisma.credential.update({ where: { accountId }, data: { passwordHash } });
    // Whoever gave the old password elsewhere has not given this one.
    const { device: devices } = forAccount(prisma, accountId);
    await devices.updateMany({ where: { accountId, id: { not: deviceId } }, data: { confirmedAt: null } });
    await securityLog.note(accountId, { kind: 'PASSWORD_CHANGED', deviceId, address });
    if (!endOthers) return;
    const others = { accountId, revokedAt: null, id: { not: deviceId } };
    const ended = await devices.updateManyAndReturn({ where: others, data: { revokedAt: new Date(now()) } });
    for (const { id, name } of ended) {
      this.#options.sessions.ended({ accountId, deviceId: id });
      await securityLog.note(accountId, { kind: 'DEVICE_SIGNED_OUT', deviceId, subject: name, address });
    }
  }

  /**
   * Erases the account with everything in it, for good.
   * @param email typed once more: nobody does this by accident
   * @throws REAUTHENTICATION_REQUIRED, BAD_USER_INPUT
   */
  async deleteAccount(session: Session, email: string): Promise<void> {
    const { prisma, sessions, passwordCheck, onErased } = this.#options;
    const { accountId } = session;
    await passwordCheck.require(session);
    const credential = await prisma.credential.findUnique({ where: { accountId } });
    if (!credential) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
    if (email.normalize('NFC').trim().toLowerCase() !== credential.email) {
      throw apiError('BAD_USER_INPUT', 'this is not the e-mail address of the account');
    }
    const alive = { where: { accountId, revokedAt: null }, select: { id: true } };
    const own = forAccount(prisma, accountId);
    const [devices, tokens] = await Promise.all([own.device.findMany(alive), own.accessToken.findMany(alive)]);
    await eraseAccount(prisma, accountId);
    onErased?.(accountId);
    for (const { id } of [...devices, ...tokens]) sessions.ended({ accountId, deviceId: id });
  }
}

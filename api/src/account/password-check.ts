import { forAccount, type PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { PASSWORD_MAX, PASSWORD_MIN } from './account-inputs.ts';
import { isPassword } from './password.ts';
import type { SecurityLog } from './security-log.ts';
import type { Session } from './session.ts';

/** So long after the password was given a device may do what asks for it. Milliseconds. */
export const CONFIRMED_FOR = 10 * 60_000;

export interface PasswordCheckOptions {
  readonly prisma: PrismaClient;
  readonly securityLog: SecurityLog;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Default: ten minutes. Milliseconds. */
  readonly confirmedFor?: number | undefined;
}

/** Asks once more for the password before what cannot be taken back: whoever sits at the device may not be its owner. */
export class PasswordCheck {
  readonly #options: PasswordCheckOptions;

  constructor(options: PasswordCheckOptions) {
    this.#options = options;
  }

  /** @throws BAD_CREDENTIALS, ACCOUNT_GONE */
  async confirm({ accountId, deviceId }: Session, password: string, address: string): Promise<void> {
    const { prisma, securityLog, now } = this.#options;
    const credential = await prisma.credential.findUnique({ where: { accountId } });
    if (!credential) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
    if (!(await isPassword(password.slice(0, PASSWORD_MAX + 1), credential.passwordHash))) {
      await securityLog.note(accountId, { kind: 'PASSWORD_REFUSED', deviceId, address });
      throw apiError('BAD_CREDENTIALS', 'the password is wrong');
    }
    await forAccount(prisma, accountId).device.updateMany({
      where: { accountId, id: deviceId },
      data: { confirmedAt: new Date(now()) },
    });
    await securityLog.note(accountId, { kind: 'PASSWORD_CONFIRMED', deviceId, address });
  }

  /** @throws REAUTHENTICATION_REQUIRED when the device was not asked for the password lately */
  async require({ accountId, deviceId: id }: Session): Promise<void> {
    const { prisma, now, confirmedFor = CONFIRMED_FOR } = this.#options;
    const device = await forAccount(prisma, accountId).device.findFirst({ where: { accountId, id } });
    const at = device?.confirmedAt?.getTime();
    if (at !== undefined && now() - at < confirmedFor) return;
    throw apiError('REAUTHENTICATION_REQUIRED', 'confirm the password first');
  }
}

/** @throws BAD_USER_INPUT */
export function checkNewPassword({ length }: string): void {
  if (length >= PASSWORD_MIN && length <= PASSWORD_MAX) return;
  throw apiError('BAD_USER_INPUT', `a password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters`);
}

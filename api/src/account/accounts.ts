import { randomBytes } from 'node:crypto';
import { isUuid, text, uuidv7 } from '@cairn/domain';
import { asAccount, forAccount, Prisma, type PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { KNOWN_DEVICES_MAX, PASSWORD_MAX, type SignInInput, type SignUpInput } from './account-inputs.ts';
import type { Account, Device, SessionType } from './account-type.ts';
import { checkName, refusalOf } from './check-name.ts';
import { checkNewPassword } from './password-check.ts';
import { hashPassword, isPassword } from './password.ts';
import type { SecurityLog } from './security-log.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
/** Beside its form: a length, and nothing that cannot be stored. */
const emailText = text({ min: 3, max: 254 });

/** Accounts and their devices. */
export class Accounts {
  readonly #prisma: PrismaClient;
  readonly #sessions: Sessions;
  readonly #securityLog: SecurityLog;
  readonly #now: () => number;

  constructor(prisma: PrismaClient, sessions: Sessions, securityLog: SecurityLog, now: () => number) {
    this.#prisma = prisma;
    this.#sessions = sessions;
    this.#securityLog = securityLog;
    this.#now = now;
  }

  /** @throws EMAIL_TAKEN, BAD_USER_INPUT */
  async signUp(input: SignUpInput, address: string): Promise<SessionType> {
    const email = normalize(input.email);
    if (!isEmail(email)) throw apiError('BAD_USER_INPUT', 'this is not an e-mail address');
    checkNewPassword(input.password);
    const accountId = this.#newId();
    const { token, device } = this.#newDevice(accountId, input);
    const createdAt = device.createdAt;
    const passwordHash = await hashPassword(input.password);
    try {
      await asAccount(accountId, () =>
        this.#prisma.$transaction([
          this.#prisma.credential.create({ data: { email, accountId, passwordHash, createdAt } }),
          this.#prisma.account.create({ data: { id: accountId, createdAt } }),
          this.#prisma.head.create({ data: { accountId } }),
          this.#prisma.device.create({ data: device }),
        ]),
      );
    } catch (error) {
      if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
        throw apiError('EMAIL_TAKEN', 'there is an account with this e-mail address');
      }
      throw error;
    }
    await this.#securityLog.note(accountId, { kind: 'SIGNED_UP', deviceId: device.id, address });
    return { accountId, deviceId: device.id, email, token };
  }

  /** @throws BAD_CREDENTIALS, BAD_USER_INPUT */
  async signIn(input: SignInInput, address: string): Promise<SessionType> {
    const email = normalize(input.email);
    const credential = isEmail(email) ? await this.#prisma.credential.findUnique({ where: { email } }) : null;
    const isRight = await isPassword(input.password.slice(0, PASSWORD_MAX + 1), credential?.passwordHash);
    if (credential && !isRight) await this.#securityLog.note(credential.accountId, { kind: 'SIGN_IN_FAILED', address });
    if (!credential || !isRight) throw apiError('BAD_CREDENTIALS', 'e-mail address or password is wrong');
    const { accountId } = credential;
    const signedIn = (await this.#signInAgain(accountId, input)) ?? (await this.#signInAnew(accountId, input));
    await this.#securityLog.note(accountId, { kind: 'SIGNED_IN', deviceId: signedIn.deviceId, address });
    return { accountId, email, ...signedIn };
  }

  async #signInAnew(accountId: string, input: SignInInput) {
    const { token, device } = this.#newDevice(accountId, input);
    await forAccount(this.#prisma, accountId).device.create({ data: device });
    return { deviceId: device.id, token };
  }

  /** One of the account's devices that the caller says it was; also one that was signed out. */
  async #signInAgain(accountId: string, { deviceIds, kind, deviceName }: SignInInput) {
    checkName(deviceName, 'deviceName');
    const ids = (deviceIds ?? []).slice(0, KNOWN_DEVICES_MAX).filter(isUuid);
    if (ids.length === 0) return undefined;
    const { device: devices } = forAccount(this.#prisma, accountId);
    const known = await devices.findFirst({
      where: { accountId, kind, id: { in: ids } },
      orderBy: { lastSeenAt: 'desc' },
    });
    if (!known) return undefined;
    const device = { accountId, deviceId: known.id };
    const { token, row } = this.#sessions.issue(device);
    await devices.updateMany({ where: { accountId, id: known.id }, data: row });
    // Whoever had its session until now has not given the password.
    this.#sessions.ended(device);
    return { deviceId: known.id, token };
  }

  /** @throws NOT_FOUND when the account has no such device, or none any more */
  async signOut({ accountId, deviceId: by }: Session, id: string, address: string): Promise<void> {
    const isEnded = isUuid(id) && (await this.#sessions.revoke({ accountId, deviceId: id }));
    if (!isEnded) throw noDevice();
    if (id === by) return this.#securityLog.note(accountId, { kind: 'SIGNED_OUT', deviceId: by, address });
    const device = await forAccount(this.#prisma, accountId).device.findFirst({ where: { accountId, id } });
    const done = { kind: 'DEVICE_SIGNED_OUT', deviceId: by, subject: device?.name, address } as const;
    return this.#securityLog.note(accountId, done);
  }

  /** @throws ACCOUNT_GONE */
  async me(session: Session): Promise<Account> {
    const [credential, devices, program] = await Promise.all([
      this.#prisma.credential.findUnique({ where: { accountId: session.accountId } }),
      this.devices(session),
      session.grant && this.#program(session),
    ]);
    const device = program ?? devices.find(({ isCurrent }) => isCurrent);
    if (!credential || !device) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
    return { id: session.accountId, email: credential.email, device, devices };
  }

  /** A program with an access token, as the device that it is to the log. */
  async #program(session: Session): Promise<Device | undefined> {
    const { accountId, deviceId: id } = session;
    const token = await forAccount(this.#prisma, accountId).accessToken.findFirst({ where: { accountId, id } });
    return token
      ? toDevice({ ...token, kind: 'PROGRAM', lastSeenAt: token.lastUsedAt ?? token.createdAt }, session)
      : undefined;
  }

  async devices(session: Session): Promise<readonly Device[]> {
    const rows = await forAccount(this.#prisma, session.accountId).device.findMany({
      where: { accountId: session.accountId, revokedAt: null },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    });
    return rows.map((row) => toDevice(row, session));
  }

  /** @throws NOT_FOUND, BAD_USER_INPUT */
  async renameDevice(session: Session, id: string, name: string): Promise<Device> {
    const { accountId } = session;
    const where = { accountId, id, revokedAt: null };
    const data = { name: checkName(name, 'name') };
    const { device: devices } = forAccount(this.#prisma, accountId);
    const [row] = isUuid(id) ? await devices.updateManyAndReturn({ where, data }) : [];
    if (!row) throw noDevice();
    return toDevice(row, session);
  }

  #newDevice(accountId: string, input: SignInInput | SignUpInput) {
    const id = this.#newId();
    const { token, row } = this.#sessions.issue({ accountId, deviceId: id });
    const { kind, deviceName } = input;
    const name = checkName(deviceName, 'deviceName');
    return { token, device: { accountId, id, name, kind, createdAt: row.signedInAt, ...row } };
  }

  #newId(): string {
    return uuidv7(this.#now(), randomBytes(10));
  }
}

function toDevice(
  row: { id: string; name: string; kind: string; createdAt: Date; lastSeenAt: Date },
  session: Session,
): Device {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as Device['kind'],
    createdAt: row.createdAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    isCurrent: row.id === session.deviceId,
  };
}

function normalize(email: string): string {
  return email.normalize('NFC').trim().toLowerCase();
}

function isEmail(email: string): boolean {
  return EMAIL.test(email) && refusalOf(() => emailText.check(email, 'email')) === undefined;
}

function noDevice() {
  return apiError('NOT_FOUND', 'there is no such device');
}

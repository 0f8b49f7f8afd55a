import { randomBytes } from 'node:crypto';
import { isUuid, Refusal, text, uuidv7 } from '@cairn/domain';
import { asAccount, forAccount, Prisma, type PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import {
  DEVICE_NAME_MAX,
  KNOWN_DEVICES_MAX,
  PASSWORD_MAX,
  PASSWORD_MIN,
  type SignInInput,
  type SignUpInput,
} from './account-inputs.ts';
import type { Account, Device, SessionType } from './account-type.ts';
import { hashPassword, isPassword } from './password.ts';
import type { Session } from './session.ts';
import type { Sessions } from './sessions.ts';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
/** Beside its form: a length, and nothing that cannot be stored. */
const emailText = text({ min: 3, max: 254 });
const deviceName = text({ min: 1, max: DEVICE_NAME_MAX });

/** Accounts and their devices. */
export class Accounts {
  readonly #prisma: PrismaClient;
  readonly #sessions: Sessions;
  readonly #now: () => number;

  constructor(prisma: PrismaClient, sessions: Sessions, now: () => number) {
    this.#prisma = prisma;
    this.#sessions = sessions;
    this.#now = now;
  }

  /** @throws EMAIL_TAKEN, BAD_USER_INPUT */
  async signUp(input: SignUpInput): Promise<SessionType> {
    const email = normalize(input.email);
    if (!isEmail(email)) throw apiError('BAD_USER_INPUT', 'this is not an e-mail address');
    const { length } = input.password;
    if (length < PASSWORD_MIN || length > PASSWORD_MAX) {
      throw apiError('BAD_USER_INPUT', `a password has ${PASSWORD_MIN} to ${PASSWORD_MAX} characters`);
    }
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
    return { accountId, deviceId: device.id, email, token };
  }

  /** @throws BAD_CREDENTIALS, BAD_USER_INPUT */
  async signIn(input: SignInInput): Promise<SessionType> {
    const email = normalize(input.email);
    const credential = isEmail(email) ? await this.#prisma.credential.findUnique({ where: { email } }) : null;
    const isRight = await isPassword(input.password.slice(0, PASSWORD_MAX + 1), credential?.passwordHash);
    if (!credential || !isRight) throw apiError('BAD_CREDENTIALS', 'e-mail address or password is wrong');
    const { accountId } = credential;
    const token = await this.#signInAgain(accountId, input);
    if (token) return { accountId, email, ...token };
    const { token: first, device } = this.#newDevice(accountId, input);
    await forAccount(this.#prisma, accountId).device.create({ data: device });
    return { accountId, deviceId: device.id, email, token: first };
  }

  /** One of the account's devices that the caller says it was; also one that was signed out. */
  async #signInAgain(accountId: string, { deviceIds, kind, deviceName }: SignInInput) {
    checkName(deviceName);
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
  async signOut({ accountId }: Session, deviceId: string): Promise<void> {
    const isEnded = isUuid(deviceId) && (await this.#sessions.revoke({ accountId, deviceId }));
    if (!isEnded) throw noDevice();
  }

  /** @throws ACCOUNT_GONE */
  async me(session: Session): Promise<Account> {
    const [credential, devices] = await Promise.all([
      this.#prisma.credential.findUnique({ where: { accountId: session.accountId } }),
      this.devices(session),
    ]);
    const device = devices.find(({ isCurrent }) => isCurrent);
    if (!credential || !device) throw apiError('ACCOUNT_GONE', 'this account is no longer there');
    return { id: session.accountId, email: credential.email, device, devices };
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
    const data = { name: checkName(name) };
    const { device: devices } = forAccount(this.#prisma, accountId);
    const [row] = isUuid(id) ? await devices.updateManyAndReturn({ where, data }) : [];
    if (!row) throw noDevice();
    return toDevice(row, session);
  }

  #newDevice(accountId: string, input: SignInInput | SignUpInput) {
    const id = this.#newId();
    const { token, row } = this.#sessions.issue({ accountId, deviceId: id });
    const { kind, deviceName } = input;
    const name = checkName(deviceName);
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

/** @throws BAD_USER_INPUT */
function checkName(name: string): string {
  const refusal = refusalOf(() => deviceName.check(name, 'deviceName'));
  if (refusal) throw apiError('BAD_USER_INPUT', refusal.message);
  return name.trim();
}

function refusalOf(check: () => unknown): Refusal | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (Refusal.is(error)) return error;
    throw error;
  }
}

function noDevice() {
  return apiError('NOT_FOUND', 'there is no such device');
}

import { isUuid, text } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { Field, ID, InputType } from '../type-graphql.ts';
import { DEVICE_NAME_MAX } from './account-inputs.ts';
import { DeviceKind } from './account-type.ts';

/** Most devices of one log that is brought in. */
export const PAST_DEVICES_MAX = 1_000;

/** No token has this hash: nobody can be such a device. */
const NO_TOKEN = '';

const deviceName = text({ max: DEVICE_NAME_MAX });

@InputType('PastDeviceInput', { description: 'A device that wrote to a log elsewhere.' })
export class PastDeviceInput {
  @Field(() => ID, { description: 'As the log names it.' })
  id!: string;

  @Field(() => String, { description: `Up to ${DEVICE_NAME_MAX} characters.` })
  name!: string;

  @Field(() => Boolean, { description: 'It had no outbox: all after `parentVersion` was concurrent to what it wrote.' })
  strict!: boolean;
}

/**
 * Makes the devices of a log that is brought in known to the account, signed out for good. Again with the same ones is
 * harmless.
 * @throws BAD_USER_INPUT, LOG_NOT_EMPTY when the account's log holds anything but what such devices wrote
 */
export async function admitPastDevices(
  prisma: PrismaClient,
  accountId: string,
  devices: readonly PastDeviceInput[],
  now: number,
): Promise<void> {
  const ids = devices.map(({ id }) => id);
  if (ids.length === 0 || ids.length > PAST_DEVICES_MAX) {
    throw apiError('BAD_USER_INPUT', `a log is of 1 to ${PAST_DEVICES_MAX} devices`);
  }
  for (const { id, name } of devices) {
    if (!isUuid(id)) throw apiError('BAD_USER_INPUT', 'the id of a device must be a lower-case UUID');
    checkName(name);
  }
  const live = await prisma.device.findFirst({
    where: { accountId, id: { in: ids }, tokenHash: { not: NO_TOKEN } },
    select: { id: true },
  });
  if (live) throw apiError('BAD_USER_INPUT', `${live.id} is a device of this account`);
  const others = await prisma.$queryRaw<unknown[]>`
    with events as (
      select e."deviceId" from "Event" e where e."accountId" = ${accountId}::uuid
      union all
      select e."deviceId" from "EventArchive" a cross join lateral unpack_events(a) e
       where a."accountId" = ${accountId}::uuid
    )
    select 1 from events e
     where not exists (
           select 1 from "Device" d
            where d."accountId" = ${accountId}::uuid and d."id" = e."deviceId" and d."tokenHash" = ${NO_TOKEN})
     limit 1`;
  if (others.length > 0) throw apiError('LOG_NOT_EMPTY', 'a log is brought only into an account that has none');
  const at = new Date(now);
  await prisma.device.createMany({
    data: devices.map(({ id, name, strict }) => ({
      accountId,
      id,
      name,
      kind: strict ? DeviceKind.PROGRAM : DeviceKind.BROWSER,
      tokenHash: NO_TOKEN,
      refreshKey: NO_TOKEN,
      expiresAt: at,
      createdAt: at,
      signedInAt: at,
      lastSeenAt: at,
      revokedAt: at,
    })),
    skipDuplicates: true,
  });
}

/** @throws BAD_USER_INPUT */
function checkName(name: string): void {
  try {
    deviceName.check(name, 'name');
  } catch (error) {
    throw apiError('BAD_USER_INPUT', (error as Error).message);
  }
}

import { Field, ID, InputType } from '../type-graphql.ts';
import { DeviceKind } from './account-type.ts';

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 256;
export const DEVICE_NAME_MAX = 100;
export const KNOWN_DEVICES_MAX = 50;

@InputType('SignUpInput', { description: 'A new account, and its first device.' })
export class SignUpInput {
  @Field(() => String, { description: 'Up to 254 characters; upper and lower case are the same.' })
  email!: string;

  @Field(() => String, { description: `${PASSWORD_MIN} to ${PASSWORD_MAX} characters.` })
  password!: string;

  @Field(() => String, { description: `What the person calls this device: 1 to ${DEVICE_NAME_MAX} characters.` })
  deviceName!: string;

  @Field(() => DeviceKind, { defaultValue: DeviceKind.BROWSER, description: 'PROGRAM for one without an outbox.' })
  kind!: DeviceKind;
}

@InputType('SignInInput', { description: 'An account that exists, and the device that signs in.' })
export class SignInInput {
  @Field(() => String, { description: "The account's; upper and lower case are the same." })
  email!: string;

  @Field(() => String, { description: "The account's." })
  password!: string;

  @Field(() => String, { description: `What the person calls this device: 1 to ${DEVICE_NAME_MAX} characters.` })
  deviceName!: string;

  @Field(() => DeviceKind, { defaultValue: DeviceKind.BROWSER, description: 'PROGRAM for one without an outbox.' })
  kind!: DeviceKind;

  @Field(() => [ID], {
    nullable: true,
    description: `Devices that this one has been, ${KNOWN_DEVICES_MAX} at most. The last seen of them that is the account's, and of this
kind, is signed in again instead of a new one: what waits on it stays its own past. Others are passed over.`,
  })
  deviceIds?: string[] | null;
}

import { Field, ID, ObjectType, registerEnumType } from '../type-graphql.ts';

export enum DeviceKind {
  BROWSER = 'BROWSER',
  PROGRAM = 'PROGRAM',
}

registerEnumType(DeviceKind, {
  name: 'DeviceKind',
  description: 'Whether a device has an outbox, which decides how its events are merged.',
  valuesConfig: {
    BROWSER: { description: 'Has an outbox: its own earlier events are its past, also before it has heard of them.' },
    PROGRAM: { description: 'Has none: everything after `parentVersion` is concurrent, its own events too.' },
  },
});

@ObjectType('Device', { simpleResolvers: true, description: 'One signed-in browser profile or program.' })
export class Device {
  @Field(() => ID, { description: 'Its id, also in the history.' })
  readonly id!: string;

  @Field(() => String, { description: 'What the person calls it.' })
  readonly name!: string;

  @Field(() => DeviceKind, { description: 'How its events are merged.' })
  readonly kind!: `${DeviceKind}`;

  @Field(() => String, { description: 'ISO 8601.' })
  readonly createdAt!: string;

  @Field(() => String, { description: 'ISO 8601, to the minute or so.' })
  readonly lastSeenAt!: string;

  @Field(() => Boolean, { description: 'True for the device that asks.' })
  readonly isCurrent!: boolean;
}

@ObjectType('Account', { simpleResolvers: true, description: 'The owner of a log.' })
export class Account {
  @Field(() => ID, { description: 'Its id; the id of its Settings, too.' })
  readonly id!: string;

  @Field(() => String, { description: 'In lower case.' })
  readonly email!: string;

  @Field(() => Device, { description: 'The device that asks.' })
  readonly device!: Device;

  @Field(() => [Device], { description: 'All that are signed in, the newest first.' })
  readonly devices!: readonly Device[];
}

@ObjectType('Session', {
  simpleResolvers: true,
  description: 'A device that has just signed in. A browser also keeps the token as a cookie.',
})
export class SessionType {
  @Field(() => ID, { description: 'Whose session it is.' })
  readonly accountId!: string;

  @Field(() => ID, { description: 'The device that it makes of the caller.' })
  readonly deviceId!: string;

  @Field(() => String, { description: "The account's, in lower case." })
  readonly email!: string;

  @Field(() => String, { description: 'For programs: `Authorization: Bearer <token>`. Shown only now.' })
  readonly token!: string;
}

@ObjectType('RefreshedSession', {
  simpleResolvers: true,
  description: 'The same session with a token that is good again.',
})
export class RefreshedSession {
  @Field(() => String, {
    nullable: true,
    description:
      'For a session that was shown as `Authorization: Bearer`; null for one in a cookie, which is set anew.',
  })
  readonly token!: string | null;

  @Field(() => String, { description: 'When it must be refreshed again. ISO 8601.' })
  readonly expiresAt!: string;
}

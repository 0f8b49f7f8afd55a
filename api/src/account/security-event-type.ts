import { Field, ID, ObjectType, registerEnumType } from '../type-graphql.ts';
import { EventDevice } from '../history/event-device.ts';
import { connectionType } from '../page/connection-type.ts';

export enum SecurityEventKind {
  SIGNED_UP = 'SIGNED_UP',
  SIGNED_IN = 'SIGNED_IN',
  SIGN_IN_FAILED = 'SIGN_IN_FAILED',
  SIGNED_OUT = 'SIGNED_OUT',
  DEVICE_SIGNED_OUT = 'DEVICE_SIGNED_OUT',
  PASSWORD_CONFIRMED = 'PASSWORD_CONFIRMED',
  PASSWORD_REFUSED = 'PASSWORD_REFUSED',
  PASSWORD_CHANGED = 'PASSWORD_CHANGED',
  TOKEN_CREATED = 'TOKEN_CREATED',
  TOKEN_FIRST_USED = 'TOKEN_FIRST_USED',
  TOKEN_ROTATED = 'TOKEN_ROTATED',
  TOKEN_ENDED = 'TOKEN_ENDED',
  WEBHOOK_CREATED = 'WEBHOOK_CREATED',
  WEBHOOK_ROTATED = 'WEBHOOK_ROTATED',
  WEBHOOK_ENABLED = 'WEBHOOK_ENABLED',
  WEBHOOK_DISABLED = 'WEBHOOK_DISABLED',
  WEBHOOK_FAILED = 'WEBHOOK_FAILED',
  WEBHOOK_MOVED = 'WEBHOOK_MOVED',
  WEBHOOK_DELETED = 'WEBHOOK_DELETED',
}

registerEnumType(SecurityEventKind, {
  name: 'SecurityEventKind',
  description: 'What can happen to the keys of an account.',
  valuesConfig: {
    SIGNED_UP: { description: 'The account was made, with its first device.' },
    SIGNED_IN: { description: 'A device signed in.' },
    SIGNED_OUT: { description: 'A device ended its own session.' },
    PASSWORD_CONFIRMED: { description: 'A device that was signed in gave the password again.' },
    PASSWORD_CHANGED: { description: 'There is a new password.' },
    TOKEN_CREATED: { description: 'A program got a token.' },
    TOKEN_FIRST_USED: { description: 'A token was used for the first time.' },
    TOKEN_ROTATED: { description: 'A token got a new secret.' },
    SIGN_IN_FAILED: { description: 'Somebody gave the e-mail of the account and a wrong password.' },
    DEVICE_SIGNED_OUT: { description: 'One device ended the session of another.' },
    PASSWORD_REFUSED: {
      description: 'A device that was signed in was asked for the password again, and gave a wrong one.',
    },
    TOKEN_ENDED: { description: 'A token was revoked.' },
    WEBHOOK_CREATED: { description: 'Events are sent to a new address.' },
    WEBHOOK_ROTATED: { description: 'A webhook got a new secret.' },
    WEBHOOK_ENABLED: { description: 'A webhook sends again.' },
    WEBHOOK_DISABLED: { description: 'A webhook sends nothing more.' },
    WEBHOOK_FAILED: {
      description: 'The server disabled a webhook: its receiver failed for days, or wants nothing more.',
    },
    WEBHOOK_MOVED: { description: 'A webhook goes on from elsewhere in the log.' },
    WEBHOOK_DELETED: { description: 'A webhook was deleted.' },
  },
});

@ObjectType('SecurityEvent', {
  simpleResolvers: true,
  description: "What happened to the account's keys. Kept for a year.",
})
export class SecurityEvent {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => SecurityEventKind, { description: 'What it was.' })
  readonly kind!: `${SecurityEventKind}`;

  @Field(() => String, { description: 'ISO 8601.' })
  readonly at!: string;

  @Field(() => EventDevice, {
    nullable: true,
    description: 'Who did it; null for somebody who was not let in, and for the server itself.',
  })
  readonly device!: EventDevice | null;

  @Field(() => String, { nullable: true, description: 'The name of the device, token or webhook that it was done to.' })
  readonly subject!: string | null;

  @Field(() => String, { nullable: true, description: 'Where from in the network, as far as it is known.' })
  readonly address!: string | null;
}

export const SecurityEventConnection = connectionType('SecurityEvent', SecurityEvent);

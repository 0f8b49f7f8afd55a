import { Field, ID, InputType, Int, ObjectType } from '../type-graphql.ts';
import { DEVICE_NAME_MAX } from './account-inputs.ts';

/** Days for which a rotated token's old secret may stay good. */
export const ROTATION_DAYS = 30;
export const RATE_MAX = 100_000;

const SCOPES =
  '`read` what the account holds; `subscribe` to its changes; `append` events of every concept, or of one: ' +
  '`append:task`, `append:note`, `append:list` …; `account`: see and end devices and tokens.';

@ObjectType('AccessToken', {
  simpleResolvers: true,
  description: 'What a program shows instead of a session. Its id is the device of the events that it appends.',
})
export class AccessToken {
  @Field(() => ID, { description: 'Its id, and that of the device which its events are by.' })
  readonly id!: string;

  @Field(() => String, { description: 'The name of its events in the history.' })
  readonly name!: string;

  @Field(() => [String], { description: SCOPES })
  readonly scopes!: readonly string[];

  @Field(() => Int, { nullable: true, description: 'Most events that it may append in a minute; null: as any device.' })
  readonly eventsPerMinute!: number | null;

  @Field(() => String, { description: 'ISO 8601.' })
  readonly createdAt!: string;

  @Field(() => String, { nullable: true, description: 'ISO 8601; null: good until it is revoked.' })
  readonly expiresAt!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601, to the minute or so; null: not used yet.' })
  readonly lastUsedAt!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Until when the secret before the last rotation is still good. ISO 8601; null where there is none.',
  })
  readonly previousUntil!: string | null;
}

@ObjectType('IssuedAccessToken', {
  simpleResolvers: true,
  description: 'A token with its secret, which is shown only now: the server keeps a hash of it.',
})
export class IssuedAccessToken {
  @Field(() => AccessToken, { description: 'All that is shown of it later.' })
  readonly accessToken!: AccessToken;

  @Field(() => String, { description: '`Authorization: Bearer <secret>`. Begins with `cairn_`.' })
  readonly secret!: string;
}

@InputType('CreateAccessTokenInput', { description: 'What a new token is called, what it may do, and for how long.' })
export class CreateAccessTokenInput {
  @Field(() => String, { description: `1 to ${DEVICE_NAME_MAX} characters: what its events are known by.` })
  name!: string;

  @Field(() => [String], { description: SCOPES })
  scopes!: string[];

  @Field(() => String, { nullable: true, description: 'ISO 8601; null: good until it is revoked.' })
  expiresAt?: string | null;

  @Field(() => Int, { nullable: true, description: `1 to ${RATE_MAX}; null: as any device.` })
  eventsPerMinute?: number | null;
}

@InputType('RotateAccessTokenInput', { description: 'Which token gets a new secret.' })
export class RotateAccessTokenInput {
  @Field(() => ID, { description: 'Of the token.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: `Until when the secret of before stays good: ISO 8601, at most ${ROTATION_DAYS} days ahead; a time that has passed
ends it at once. Default: in a day.`,
  })
  previousUntil?: string | null;

  @Field(() => String, { nullable: true, description: 'A new end; null: as before. ISO 8601.' })
  expiresAt?: string | null;
}

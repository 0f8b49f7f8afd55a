import { Field, ID, InputType, Int, ObjectType, registerEnumType } from '../type-graphql.ts';
import { DEVICE_NAME_MAX } from '../account/account-inputs.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import type { DisabledReason } from './deliveries.ts';
import type { DeliveryCode } from './delivery-failure.ts';
import { URL_MAX } from './webhook-url.ts';

/** Days for which the secret before a rotation may sign as well. */
export const ROTATION_DAYS = 30;
/** Most of one account. */
export const WEBHOOKS_LIMIT = 10;

export enum WebhookState {
  ACTIVE = 'ACTIVE',
  RETRYING = 'RETRYING',
  DISABLED = 'DISABLED',
}

registerEnumType(WebhookState, {
  name: 'WebhookState',
  description: 'Whether events are sent.',
  valuesConfig: {
    ACTIVE: { description: 'As they come.' },
    RETRYING: { description: 'The last attempts failed: the same batch is sent again at `nextAttemptAt`.' },
    DISABLED: { description: 'Nothing is sent until it is enabled, and then all of it.' },
  },
});

const reasons: { readonly [R in DisabledReason]: string } = {
  REQUESTED: 'Somebody asked for it here.',
  GONE: 'The receiver did: it answered 410.',
  FAILING: 'One batch failed for days.',
};
const DisabledReasonEnum = enumOf('WebhookDisabledReason', 'Why nothing is sent.', reasons);

const errors: { readonly [C in DeliveryCode]: string } = {
  HTTP_STATUS: 'Another status than 2xx; redirects are not followed.',
  TIMEOUT: 'No whole answer within ten seconds.',
  CONNECTION_FAILED: 'No connection, or it broke.',
  TLS_FAILED: 'The certificate is not good, or no TLS at all.',
  NAME_NOT_RESOLVED: 'The name of the host has no address.',
  ADDRESS_REFUSED: 'The host is, for this server, not on the public internet.',
};
const DeliveryErrorEnum = enumOf('WebhookDeliveryError', 'Why an attempt failed.', errors);

@ObjectType('Webhook', {
  simpleResolvers: true,
  description: "An address that the account's events are sent to, in their order, and how far that has come.",
})
export class Webhook {
  @Field(() => ID, { description: 'Its id.' })
  readonly id!: string;

  @Field(() => String, { description: 'What the account calls it.' })
  readonly name!: string;

  @Field(() => String, { description: 'Where to.' })
  readonly url!: string;

  @Field(() => [String], { description: 'Of which entities it is told: Task. All when empty.' })
  readonly entityTypes!: readonly string[];

  @Field(() => String, { description: 'ISO 8601.' })
  readonly createdAt!: string;

  @Field(() => WebhookState, { description: 'Whether events are sent.' })
  readonly state!: WebhookState;

  @Field(() => Cursor, { description: 'Of the last batch that was taken: `changes` goes on from it as well.' })
  readonly cursor!: string;

  @Field(() => Int, {
    description: 'Events of the log that have not been looked through for it yet, or not been taken.',
  })
  readonly behind!: number;

  @Field(() => Int, { description: 'Attempts that failed in a row.' })
  readonly failures!: number;

  @Field(() => String, { nullable: true, description: 'ISO 8601; null while nothing has failed.' })
  readonly nextAttemptAt!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601; null: never tried.' })
  readonly lastAttemptAt!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601, when a batch was last taken; null: never.' })
  readonly lastDeliveredAt!: string | null;

  @Field(() => Int, { nullable: true, description: 'HTTP status of the last attempt; null where it got no answer.' })
  readonly lastStatus!: number | null;

  @Field(() => DeliveryErrorEnum, { nullable: true, description: 'Why the last attempt failed; null when it did not.' })
  readonly lastError!: DeliveryCode | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601; null while it is not disabled.' })
  readonly disabledAt!: string | null;

  @Field(() => DisabledReasonEnum, { nullable: true, description: 'Why it is disabled.' })
  readonly disabledReason!: DisabledReason | null;

  @Field(() => String, {
    nullable: true,
    description: 'Until when the secret before the last rotation signs as well. ISO 8601; null where there is none.',
  })
  readonly previousUntil!: string | null;
}

@ObjectType('IssuedWebhook', {
  simpleResolvers: true,
  description: 'A webhook with its secret, which is shown only now.',
})
export class IssuedWebhook {
  @Field(() => Webhook, { description: 'All that is shown of it later.' })
  readonly webhook!: Webhook;

  @Field(() => String, { description: 'What its messages are signed with: `whsec_` and base64, by Standard Webhooks.' })
  readonly secret!: string;
}

@ObjectType('WebhookTest', { simpleResolvers: true, description: 'What became of a test message.' })
export class WebhookTest {
  @Field(() => Boolean, { description: 'Whether it was answered with 2xx.' })
  readonly isTaken!: boolean;

  @Field(() => Int, { nullable: true, description: 'HTTP status; null without an answer.' })
  readonly status!: number | null;

  @Field(() => DeliveryErrorEnum, { nullable: true, description: 'Why it was not taken.' })
  readonly error!: DeliveryCode | null;

  @Field(() => Int, { description: 'How long it took.' })
  readonly milliseconds!: number;
}

const AFTER = 'It is told what comes after this cursor of the log.';
const FROM_BEGINNING = 'It is told everything there is. Neither this nor `after`: what comes from now on.';

@InputType('CreateWebhookInput', { description: 'Where to send what.' })
export class CreateWebhookInput {
  @Field(() => String, { description: `1 to ${DEVICE_NAME_MAX} characters.` })
  name!: string;

  @Field(() => String, {
    description: `https, on the public internet, without credentials; at most ${URL_MAX} characters.`,
  })
  url!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Of which entities: Task, Note, List, Settings. Default: all.',
  })
  entityTypes?: string[] | null;

  @Field(() => Cursor, { nullable: true, description: AFTER })
  after?: string | null;

  @Field(() => Boolean, { nullable: true, description: FROM_BEGINNING })
  fromBeginning?: boolean | null;
}

@InputType('RotateWebhookSecretInput', { description: 'Which webhook gets a new secret.' })
export class RotateWebhookSecretInput {
  @Field(() => ID, { description: 'Of the webhook.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: `Until when the secret of before signs as well: ISO 8601, at most ${ROTATION_DAYS} days ahead; a time that has
passed ends it at once. Default: in a day.`,
  })
  previousUntil?: string | null;
}

@InputType('MoveWebhookInput', { description: 'From where in the log a webhook goes on.' })
export class MoveWebhookInput {
  @Field(() => ID, { description: 'Of the webhook.' })
  id!: string;

  @Field(() => Cursor, { nullable: true, description: AFTER })
  after?: string | null;

  @Field(() => Boolean, { nullable: true, description: FROM_BEGINNING })
  fromBeginning?: boolean | null;
}

function enumOf<Value extends string>(
  name: string,
  description: string,
  values: { readonly [V in Value]: string },
): { readonly [V in Value]: V } {
  const known = Object.keys(values) as Value[];
  const made = Object.fromEntries(known.map((value) => [value, value])) as { readonly [V in Value]: V };
  const valuesConfig = Object.fromEntries(known.map((value) => [value, { description: values[value] }]));
  registerEnumType(made, { name, description, valuesConfig: valuesConfig as never });
  return made;
}

import { Field, ID, Int, ObjectType } from '../type-graphql.ts';
import { JsonObject } from '../entity/scalars.ts';
import { connectionType } from '../page/connection-type.ts';

@ObjectType('EventDevice', { simpleResolvers: true })
class EventDevice {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String)
  readonly name!: string;
}

@ObjectType('Event', {
  simpleResolvers: true,
  description: 'One event of the log, as it was asked and as it was applied.',
})
export class EventType {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { description: 'Past tense: TaskCompleted.' })
  readonly type!: string;

  @Field(() => Int, { description: "The entity's version that it made." })
  readonly version!: number;

  @Field(() => Int, { description: "Its position in the account's log." })
  readonly position!: number;

  @Field(() => EventDevice)
  readonly device!: EventDevice;

  @Field(() => String, { description: 'Clock reading as the device claimed it.' })
  readonly occurredAt!: string;

  @Field(() => String, { description: 'ISO 8601: when the server took it.' })
  readonly recordedAt!: string;

  @Field(() => JsonObject, { description: "What was asked, in today's shape." })
  readonly asked!: unknown;

  @Field(() => JsonObject, { description: 'The fields it wrote.' })
  readonly applied!: unknown;

  @Field(() => JsonObject, { description: 'Those fields before.' })
  readonly before!: unknown;

  @Field(() => JsonObject, { description: 'What it asked and a concurrent write outweighed.' })
  readonly lost!: unknown;

  @Field(() => Boolean, { description: 'True when the time of receipt counts instead of `occurredAt`.' })
  readonly clamped!: boolean;
}

export const EventConnection = connectionType('Event', EventType);

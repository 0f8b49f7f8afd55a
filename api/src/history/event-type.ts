import { Field, ID, Int, ObjectType } from '../type-graphql.ts';
import { MergedFieldType } from '../append/merged-field-type.ts';
import { JsonObject } from '../entity/scalars.ts';
import { connectionType } from '../page/connection-type.ts';
import { EventDevice } from './event-device.ts';

@ObjectType('Event', {
  simpleResolvers: true,
  description: 'One event of the log, as it was asked and as it was applied.',
})
export class EventType {
  @Field(() => ID, { description: 'As its stamp says.' })
  readonly id!: string;

  @Field(() => String, { description: 'Past tense: TaskCompleted.' })
  readonly type!: string;

  @Field(() => String, { description: 'Of the entity: Task.' })
  readonly entityType!: string;

  @Field(() => ID, { description: 'Of the entity.' })
  readonly entityId!: string;

  @Field(() => Int, { description: "The entity's version that it made." })
  readonly version!: number;

  @Field(() => Int, { description: "Its position in the account's log." })
  readonly position!: number;

  @Field(() => EventDevice, { description: 'Who wrote it.' })
  readonly device!: EventDevice;

  @Field(() => Int, { description: "The device's own counter." })
  readonly sequence!: number;

  @Field(() => Int, { description: "The entity's version that its writer had seen." })
  readonly parentVersion!: number;

  @Field(() => String, { description: 'Clock reading as the device claimed it.' })
  readonly occurredAt!: string;

  @Field(() => String, { description: 'The clock reading that counts in merges.' })
  readonly clock!: string;

  @Field(() => String, { description: 'ISO 8601: when the server took it.' })
  readonly recordedAt!: string;

  @Field(() => JsonObject, { description: "What was asked, in today's shape." })
  readonly asked!: unknown;

  @Field(() => Int, { description: 'The release of that shape, for the stamp of an event that says the same.' })
  readonly schema!: number;

  @Field(() => JsonObject, { description: 'The fields it wrote, each with its change.' })
  readonly applied!: unknown;

  @Field(() => JsonObject, { description: 'Those fields before.' })
  readonly before!: unknown;

  @Field(() => JsonObject, { description: 'What it asked and a concurrent write outweighed.' })
  readonly lost!: unknown;

  @Field(() => JsonObject, {
    description: 'Conflict id → the conflict as the event left it, null where that is no longer kept.',
  })
  readonly conflicts!: unknown;

  @Field(() => [MergedFieldType], { description: 'What was merged with what; empty when nobody else had written.' })
  readonly merged!: readonly MergedFieldType[];

  @Field(() => Boolean, { description: 'True when the time of receipt counts instead of `occurredAt`.' })
  readonly clamped!: boolean;
}

export const EventConnection = connectionType('Event', EventType);

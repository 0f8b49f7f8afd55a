import type { Choice } from '@cairn/domain';
import { ConflictChoice } from '../append/recovery-inputs.ts';
import { EntityType } from '../entity/entity-type.ts';
import type { EntityRow } from '../entity/projection.ts';
import { JsonValue } from '../entity/scalars.ts';
import { EventDevice } from '../history/event-device.ts';
import { connectionType } from '../page/connection-type.ts';
import { Field, ID, Int, ObjectType } from '../type-graphql.ts';

@ObjectType('ConflictAuthor', { simpleResolvers: true, description: 'Whose write it is.' })
export class ConflictAuthor {
  @Field(() => Int, { description: "The entity's version that the write made." })
  readonly version!: number;

  @Field(() => String, { description: 'Clock reading, as it counts.' })
  readonly clock!: string;

  @Field(() => EventDevice, { description: 'The device that wrote it.' })
  readonly device!: EventDevice;
}

@ObjectType('ConflictSettled', { simpleResolvers: true, description: 'How a conflict was settled.' })
export class ConflictSettled {
  @Field(() => ConflictChoice, { description: 'Which side stands.' })
  readonly choice!: Choice;

  @Field(() => JsonValue, { nullable: true, description: 'What was chosen.' })
  readonly value!: unknown;

  @Field(() => JsonValue, { nullable: true, description: 'The field before, which comes back on reopening.' })
  readonly before!: unknown;

  @Field(() => ConflictAuthor, { description: 'Who chose.' })
  readonly by!: ConflictAuthor;
}

@ObjectType('Conflict', {
  simpleResolvers: true,
  description: 'A change that was kept and not applied, because a person is to choose.',
})
export class ConflictType {
  @Field(() => ID, { description: 'To be given when it is settled.' })
  readonly id!: string;

  @Field(() => String, { description: 'Of the entity: Task.' })
  readonly entityType!: string;

  @Field(() => ID, { description: 'Of the entity.' })
  readonly entityId!: string;

  @Field(() => EntityType, { description: 'As it is now.' })
  readonly entity!: EntityRow;

  @Field(() => String, { description: 'Its name: title.' })
  readonly field!: string;

  @Field(() => JsonValue, { nullable: true, description: 'What both sides started from; null also where not known.' })
  readonly base!: unknown;

  @Field(() => JsonValue, { nullable: true, description: 'What the kept event asked for.' })
  readonly mine!: unknown;

  @Field(() => JsonValue, { nullable: true, description: 'What had been written meanwhile, and stands.' })
  readonly theirs!: unknown;

  @Field(() => ConflictAuthor, { description: 'Who asked for `mine`.' })
  readonly by!: ConflictAuthor;

  @Field(() => ConflictAuthor, { description: 'Who wrote `theirs`.' })
  readonly against!: ConflictAuthor;

  @Field(() => ConflictSettled, { nullable: true, description: 'Null while it waits.' })
  readonly settled!: ConflictSettled | null;
}

export const ConflictConnection = connectionType('Conflict', ConflictType);

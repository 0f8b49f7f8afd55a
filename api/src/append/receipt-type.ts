import { Field, ID, Int, ObjectType, registerEnumType } from '../type-graphql.ts';
import { EntityType } from '../entity/entity-type.ts';
import type { EntityRow } from '../entity/projection.ts';
import { MergedFieldType } from './merged-field-type.ts';

export enum ReceiptStatus {
  APPLIED = 'APPLIED',
  MERGED = 'MERGED',
  CONFLICT = 'CONFLICT',
  REJECTED = 'REJECTED',
  QUEUED = 'QUEUED',
}

registerEnumType(ReceiptStatus, {
  name: 'ReceiptStatus',
  description: 'What became of an event.',
  valuesConfig: {
    APPLIED: { description: 'In the log; nobody else had written meanwhile.' },
    MERGED: { description: 'In the log, merged with what others had written meanwhile.' },
    CONFLICT: { description: 'In the log; a part of it is not applied and waits for a choice.' },
    REJECTED: { description: 'Not in the log; `code` says why.' },
    QUEUED: { description: 'In the outbox of a device, whose own link answers this; the server never does.' },
  },
});

@ObjectType('Receipt', {
  description: 'The answer to one event, kept for ever and given again on a re-send.',
  simpleResolvers: true,
})
export class Receipt {
  @Field(() => ID, { nullable: true, description: 'Null when none could be read.' })
  readonly eventId!: string | null;

  @Field(() => ReceiptStatus, { description: 'What became of the event.' })
  readonly status!: `${ReceiptStatus}`;

  @Field(() => String, { nullable: true, description: 'Why it was rejected; stable.' })
  readonly code!: string | null;

  @Field(() => String, { nullable: true, description: 'The same in words, in English.' })
  readonly message!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Of what the event is about: List. Null when it cannot be read.',
  })
  readonly entityType!: string | null;

  @Field(() => ID, { nullable: true, description: 'Of what the event is about. Null when it cannot be read.' })
  readonly entityId!: string | null;

  @Field(() => Int, { nullable: true, description: "The entity's version that the event made." })
  readonly version!: number | null;

  @Field(() => Int, { nullable: true, description: "The event's position in the account's log." })
  readonly position!: number | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of the log that it is in. Another one than before: the server was restored from a backup.',
  })
  readonly epoch!: string | null;

  @Field(() => Boolean, { description: 'True when this very event had been answered before.' })
  readonly resent!: boolean;

  @Field(() => EntityType, {
    nullable: true,
    description:
      'The entity at the end of the batch; on a re-send, as it is now. Of several receipts of one entity in a batch ' +
      'only the last one has it.',
  })
  readonly entity!: EntityRow | null;

  @Field(() => [MergedFieldType], { description: 'What was merged with what; empty when nobody else had written.' })
  readonly merged!: readonly MergedFieldType[];

  @Field(() => Boolean, {
    description: "True when the device's clock was so far ahead that the time of receipt counts instead.",
  })
  readonly clockClamped!: boolean;
}

import { Field, ID, InputType, Int } from '../type-graphql.ts';
import type { EventStamp } from '@cairn/domain';

/** GraphQL only sees to the types here; what a good id or clock is, the domain says, and refuses one event for it. */
@InputType('EventStampInput', {
  description: 'What every event carries: made by the client, stored before the first send.',
})
export class EventStampInput implements EventStamp {
  @Field(() => ID, {
    description: 'UUID in lower case, version 7 if possible. The same id and body again is a re-send.',
  })
  id!: string;

  @Field(() => Int, { description: "The entity's version that the writer had seen; 0 for a creation." })
  parentVersion!: number;

  @Field(() => Int, { description: "The device's own counter, never re-used: 1, 2, 3 …" })
  sequence!: number;

  @Field(() => String, { description: 'Hybrid logical clock reading, like 2026-11-20T23:18:52.123Z-0000.' })
  occurredAt!: string;

  @Field(() => Int, { nullable: true, description: "The release of the payload's shape; 1 when absent." })
  schema?: number;
}

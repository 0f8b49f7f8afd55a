import { Field, ID, InputType, Int } from '../type-graphql.ts';

/** GraphQL only sees to the types here; what a good id or clock is, the domain says, and refuses one event for it. */
@InputType('EventStampInput', {
  description: `What every event carries: made by the client, stored before the first send. A device with an outbox gives all of
it but \`schema\`; a program with an access token needs \`id\` alone.`,
})
export class EventStampInput {
  @Field(() => ID, {
    description: 'UUID in lower case, version 7 if possible. The same id and body again is a re-send.',
  })
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: `The entity's version that the writer had seen; 0 for a creation. Left out by a program: on top of whatever is
there, so that nothing counts as concurrent.`,
  })
  parentVersion?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: `The device's own counter, never re-used: 1, 2, 3 … Left out by a program, always or never: the event's position.`,
  })
  sequence?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Hybrid logical clock reading, like 2026-11-20T23:18:52.123Z-0000. Left out by a program: the time of receipt.',
  })
  occurredAt?: string | null;

  @Field(() => Int, { nullable: true, description: "The release of the payload's shape; 1 when absent." })
  schema?: number;
}

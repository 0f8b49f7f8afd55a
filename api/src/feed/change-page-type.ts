import { Field, ID, Int, ObjectType } from '../type-graphql.ts';
import { EntityType } from '../entity/entity-type.ts';
import type { EntityRow } from '../entity/projection.ts';
import { Cursor } from '../page/cursor-scalar.ts';

@ObjectType('ChangePage', {
  simpleResolvers: true,
  description: 'Entities whose last event is after a cursor, in order of position, deleted ones too.',
})
export class ChangePage {
  @Field(() => [EntityType], { description: 'Each in its current state.' })
  readonly changes!: readonly EntityRow[];

  @Field(() => Cursor, { description: 'Of the last change: where the next page begins.' })
  readonly cursor!: string;

  @Field(() => ID, { description: 'Of the log. Another one than before: the server was restored from a backup.' })
  readonly epoch!: string;

  @Field(() => Boolean, { description: 'True when there is a next page at once.' })
  readonly hasMore!: boolean;

  @Field(() => Int, { description: "The account's position when the page was read." })
  readonly head!: number;
}

import { ArgsType, Field, ID, Int } from '../type-graphql.ts';

/** Which entity, and in which of its states. */
@ArgsType()
export class EntityArgs {
  @Field(() => ID, { description: 'Which one.' })
  id!: string;

  @Field(() => Int, { nullable: true, description: 'As it was at this version, 1 to its present one.' })
  atVersion?: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      'ISO 8601: as it was after the last event recorded by then; null before the first. Not with `atVersion`.',
  })
  asOf?: string | null;
}

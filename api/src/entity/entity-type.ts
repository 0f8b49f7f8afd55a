import { Field, ID, Int, InterfaceType } from '../type-graphql.ts';
import { FieldConflicts, FieldWriters, SeenClocks } from './scalars.ts';

/** What every synced thing has. Sources are flat rows, told apart by `__typename`. */
@InterfaceType('Entity', { description: 'One synced thing of the account, in its state after its last event.' })
export abstract class EntityType {
  @Field(() => ID, { description: 'A UUID, made by whoever created it.' })
  id!: string;

  @Field(() => Int, { description: 'Count of its events: 1, 2, 3 …' })
  version!: number;

  @Field(() => Int, { description: "The account's position of its last event." })
  position!: number;

  @Field(() => FieldWriters, { description: 'Who wrote each field last.' })
  writers!: unknown;

  @Field(() => SeenClocks, { description: 'How far each device has got: its events up to there are in.' })
  seen!: unknown;

  @Field(() => FieldConflicts, { description: 'Waiting for a choice, and the last few that were settled.' })
  conflicts!: unknown;

  @Field(() => String, {
    nullable: true,
    description: 'ISO 8601; set while it is in the trash. Null for what cannot be deleted.',
  })
  deletedAt!: string | null;
}

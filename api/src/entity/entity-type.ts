import { Field, ID, Int, InterfaceType } from '../type-graphql.ts';
import { FieldWriters } from './scalars.ts';

/** What every synced thing has. Sources are flat rows, told apart by `__typename`. */
@InterfaceType('Entity', { description: 'One synced thing of the account, in its state after its last event.' })
export abstract class EntityType {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { description: 'Count of its events: 1, 2, 3 …' })
  version!: number;

  @Field(() => Int, { description: "The account's position of its last event." })
  position!: number;

  @Field(() => FieldWriters, { description: 'Who wrote each field last.' })
  writers!: unknown;

  @Field(() => String, { nullable: true, description: 'ISO 8601; set while it is in the trash.' })
  deletedAt!: string | null;
}

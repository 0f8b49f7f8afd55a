import { Field, Int, ObjectType } from '../type-graphql.ts';
import { EntityType } from '../entity/entity-type.ts';
import { JsonObject } from '../entity/scalars.ts';

@ObjectType('Settings', {
  implements: EntityType,
  simpleResolvers: true,
  description: "The account's own choices: one entity, under the account's id.",
})
export class Settings extends EntityType {
  @Field(() => JsonObject, { description: '`Task.title` → name of the policy chosen for that field.' })
  policies!: unknown;

  @Field(() => Int, {
    nullable: true,
    description: 'First day of the week, 0 is Sunday; null is as the device has it.',
  })
  weekStart!: number | null;

  @Field(() => String, { nullable: true, description: 'IANA name like Europe/Berlin; null is as the device has it.' })
  timeZone!: string | null;
}

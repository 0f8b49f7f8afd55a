import { Field, ObjectType } from '../type-graphql.ts';
import { EntityType } from '../entity/entity-type.ts';

@ObjectType('List', { implements: EntityType, simpleResolvers: true, description: 'Tasks that belong together.' })
export class List extends EntityType {
  @Field(() => String, { description: 'As people call it.' })
  name!: string;

  @Field(() => String, { description: 'slate, red, orange, amber, green, teal, blue, violet or pink.' })
  color!: string;

  @Field(() => String, { description: 'Its place among the lists: a fractional index, compared by code unit.' })
  order!: string;

  @Field(() => String, { description: 'ISO 8601.' })
  createdAt!: string;
}

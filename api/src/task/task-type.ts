import { Field, ID, Int, ObjectType } from '../type-graphql.ts';
import { EntityType } from '../entity/entity-type.ts';
import { JsonObject } from '../entity/scalars.ts';

@ObjectType('Task', { implements: EntityType, simpleResolvers: true, description: 'Something to do.' })
export class Task extends EntityType {
  @Field(() => String, { description: 'What is to be done.' })
  title!: string;

  @Field(() => String, { description: 'More about it; may be empty.' })
  description!: string;

  @Field(() => ID, { nullable: true, description: 'Null is the Inbox.' })
  listId!: string | null;

  @Field(() => String, { description: 'Its place in its list: a fractional index, compared by code unit.' })
  order!: string;

  @Field(() => String, { nullable: true, description: 'Floating local date: YYYY-MM-DD or YYYY-MM-DDTHH:mm.' })
  start!: string | null;

  @Field(() => String, { nullable: true, description: 'Floating local date: YYYY-MM-DD or YYYY-MM-DDTHH:mm.' })
  due!: string | null;

  @Field(() => Int, { description: '0 none, 1 low, 2 medium, 3 high.' })
  priority!: number;

  @Field(() => [String], { description: 'Without their #, sorted by code unit.' })
  tags!: readonly string[];

  @Field(() => ID, { nullable: true, description: 'The task that it is a part of; null at the top level.' })
  parentId!: string | null;

  @Field(() => Boolean, { description: 'Put off without a date.' })
  someday!: boolean;

  @Field(() => JsonObject, {
    nullable: true,
    description: '`{rule, from}` as `TaskRepeatInput` has them; null where it does not repeat.',
  })
  repeat!: unknown;

  @Field(() => String, { nullable: true, description: 'Floating local time: YYYY-MM-DDTHH:mm.' })
  remindAt!: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601; null while it is open.' })
  completedAt!: string | null;

  @Field(() => String, { description: 'ISO 8601.' })
  createdAt!: string;
}

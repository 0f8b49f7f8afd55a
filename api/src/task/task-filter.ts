import { Field, ID, InputType } from '../type-graphql.ts';
import { apiError } from '../errors.ts';
import { isUuid } from '@cairn/domain';
import { textArgument } from '../page/storable-text.ts';

@InputType('TaskFilter')
export class TaskFilter {
  @Field(() => ID, { nullable: true, description: 'Of this list.' })
  listId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: those of no list. Not together with `listId`.' })
  inbox?: boolean | null;

  @Field(() => String, { nullable: true, description: 'With this tag, exactly as it is written.' })
  tag?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: completed only; false: open only.' })
  completed?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: those in the trash; otherwise those that are not.' })
  deleted?: boolean | null;
}

/** @throws BAD_USER_INPUT */
export function whereTask({ listId, inbox, tag, completed, deleted }: TaskFilter) {
  if (listId && inbox) throw apiError('BAD_USER_INPUT', 'a task of the inbox is of no list');
  if (listId && !isUuid(listId)) throw apiError('BAD_USER_INPUT', 'listId must be a lower-case UUID');
  return {
    ...(listId ? { listId } : inbox ? { listId: null } : inbox === false ? { listId: { not: null } } : {}),
    ...(typeof tag === 'string' ? { tags: { array_contains: [textArgument(tag, 'tag')] } } : {}),
    ...(completed === true ? { completedAt: { not: null } } : completed === false ? { completedAt: null } : {}),
    deletedAt: deleted ? { not: null } : null,
  };
}

import { Field, ID, InputType } from '../type-graphql.ts';
import { apiError } from '../errors.ts';
import { isUuid, localDate } from '@cairn/domain';
import { inTrash } from '../page/in-trash.ts';
import { textArgument } from '../page/storable-text.ts';

@InputType('TaskFilter', { description: 'All that is given must hold.' })
export class TaskFilter {
  @Field(() => ID, { nullable: true, description: 'Of this list.' })
  listId?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: those of no list. Not together with `listId`.' })
  inbox?: boolean | null;

  @Field(() => String, { nullable: true, description: 'With this tag, exactly as it is written.' })
  tag?: string | null;

  @Field(() => ID, { nullable: true, description: 'Parts of this task.' })
  parentId?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: those that are no part of another. Not together with `parentId`.',
  })
  topLevel?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: put off without a date; false: the others.' })
  someday?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: 'Without a start, or with one on or before this local date or time: what can be begun by then.',
  })
  startOnOrBefore?: string | null;

  @Field(() => String, { nullable: true, description: 'With a start after this local date or time.' })
  startAfter?: string | null;

  @Field(() => String, { nullable: true, description: 'Due on or before this local date or time.' })
  dueOnOrBefore?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: completed only; false: open only.' })
  completed?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: those in the trash; otherwise those that are not.' })
  deleted?: boolean | null;
}

/** @throws BAD_USER_INPUT */
export function whereTask(filter: TaskFilter) {
  const { listId, inbox, parentId, topLevel, tag, someday, completed, deleted } = filter;
  if (listId && inbox) throw apiError('BAD_USER_INPUT', 'a task of the inbox is of no list');
  if (parentId && topLevel) throw apiError('BAD_USER_INPUT', 'a part of a task is not at the top level');
  for (const [name, id] of Object.entries({ listId, parentId })) {
    if (id && !isUuid(id)) throw apiError('BAD_USER_INPUT', `${name} must be a lower-case UUID`);
  }
  const startOnOrBefore = untilEnd(filter, 'startOnOrBefore');
  const startAfter = untilEnd(filter, 'startAfter');
  const dueOnOrBefore = untilEnd(filter, 'dueOnOrBefore');
  return {
    ...(parentId
      ? { parentId }
      : topLevel
        ? { parentId: null }
        : topLevel === false
          ? { parentId: { not: null } }
          : {}),
    ...(typeof someday === 'boolean' ? { someday } : {}),
    ...(startAfter === undefined ? {} : { start: { gt: startAfter } }),
    ...(startOnOrBefore === undefined ? {} : { AND: { OR: [{ start: null }, { start: { lte: startOnOrBefore } }] } }),
    ...(dueOnOrBefore === undefined ? {} : { due: { lte: dueOnOrBefore } }),
    ...(listId ? { listId } : inbox ? { listId: null } : inbox === false ? { listId: { not: null } } : {}),
    ...(typeof tag === 'string' ? { tags: { array_contains: [textArgument(tag, 'tag')] } } : {}),
    ...(completed === true ? { completedAt: { not: null } } : completed === false ? { completedAt: null } : {}),
    ...inTrash(deleted),
  };
}

/** A date as the last minute of its day, so that the times of that day sort before it. @throws BAD_USER_INPUT */
function untilEnd(filter: TaskFilter, name: 'startOnOrBefore' | 'startAfter' | 'dueOnOrBefore'): string | undefined {
  const value = filter[name];
  if (typeof value !== 'string') return undefined;
  if (!isLocalDate(value))
    throw apiError('BAD_USER_INPUT', `${name} must be a date like 2026-11-20 or 2026-11-20T09:30`);
  return value.length === 10 ? `${value}T23:59` : value;
}

function isLocalDate(value: string): boolean {
  try {
    localDate.check(value, '');
    return true;
  } catch {
    return false;
  }
}

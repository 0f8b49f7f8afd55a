import { Field, ID, InputType, Int } from '../type-graphql.ts';
import { TAG_LIMIT, TAGS_LIMIT, TASK_DESCRIPTION_LIMIT, TASK_TITLE_LIMIT, type taskEvents } from '@cairn/domain';
import { EventInputBase, type EventInputs } from '../append/event-input.ts';
import {
  REOPEN,
  ReopenInputBase,
  REVERT,
  RevertInputBase,
  SETTLE,
  SettleInputBase,
} from '../append/recovery-inputs.ts';

const TITLE = `1 to ${TASK_TITLE_LIMIT} characters.`;
const DESCRIPTION = `Up to ${TASK_DESCRIPTION_LIMIT} characters.`;
const DATE = 'Floating local date: YYYY-MM-DD or YYYY-MM-DDTHH:mm. Null takes it away.';
const PRIORITY = '0 none, 1 low, 2 medium, 3 high.';
const LIST = 'Null is the Inbox.';
const TAGS = `1 to ${TAG_LIMIT} characters each, without # and white space; at most ${TAGS_LIMIT}.`;
const ORDER = 'A fractional index of 1 to 200 base-62 digits, compared by code unit.';

@InputType('CreateTaskInput')
class CreateTaskInput extends EventInputBase {
  @Field(() => ID, { description: 'Made by the client: a UUID in lower case.' })
  taskId!: string;

  @Field(() => String, { description: TITLE })
  title!: string;

  @Field(() => String, { description: ORDER })
  order!: string;

  @Field(() => String, { nullable: true, description: DESCRIPTION })
  description!: string | undefined;

  @Field(() => ID, { nullable: true, description: LIST })
  listId!: string | null | undefined;

  @Field(() => String, { nullable: true, description: DATE })
  start!: string | null | undefined;

  @Field(() => String, { nullable: true, description: DATE })
  due!: string | null | undefined;

  @Field(() => Int, { nullable: true, description: PRIORITY })
  priority!: number | undefined;

  @Field(() => [String], { nullable: true, description: TAGS })
  tags!: readonly string[] | undefined;
}

@InputType('RetitleTaskInput')
class RetitleTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => String, { description: TITLE })
  title!: string;
}

@InputType('DescribeTaskInput')
class DescribeTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => String, { description: DESCRIPTION })
  description!: string;
}

@InputType('ScheduleTaskInput', { description: 'Start, due or both; what is left out stays.' })
class ScheduleTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => String, { nullable: true, description: DATE })
  start!: string | null | undefined;

  @Field(() => String, { nullable: true, description: DATE })
  due!: string | null | undefined;
}

@InputType('PrioritizeTaskInput')
class PrioritizeTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => Int, { description: PRIORITY })
  priority!: number;
}

@InputType('TagTaskInput', { description: 'Adds tags; those that others add stay.' })
class TagTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => [String], { description: TAGS })
  tags!: readonly string[];
}

@InputType('UntagTaskInput', { description: 'Takes tags away, but for those that another device has added meanwhile.' })
class UntagTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => [String], { description: TAGS })
  tags!: readonly string[];
}

@InputType('CompleteTaskInput')
class CompleteTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;
}

@InputType('ReopenTaskInput')
class ReopenTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;
}

@InputType('MoveTaskInput', { description: 'To another list, to another place, or both; what is left out stays.' })
class MoveTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => ID, { nullable: true, description: LIST })
  listId!: string | null | undefined;

  @Field(() => String, { nullable: true, description: ORDER })
  order!: string | undefined;
}

@InputType('DeleteTaskInput', { description: 'To the trash, from where it takes later edits along.' })
class DeleteTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;
}

@InputType('RestoreTaskInput', { description: 'Out of the trash.' })
class RestoreTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;
}

@InputType('SettleTaskConflictInput', { description: SETTLE })
class SettleTaskConflictInput extends SettleInputBase {
  @Field(() => ID)
  taskId!: string;
}

@InputType('ReopenTaskConflictInput', { description: REOPEN })
class ReopenTaskConflictInput extends ReopenInputBase {
  @Field(() => ID)
  taskId!: string;
}

@InputType('RevertTaskInput', { description: REVERT })
class RevertTaskInput extends RevertInputBase {
  @Field(() => ID)
  taskId!: string;
}

export const taskInputs = {
  createTask: CreateTaskInput,
  retitleTask: RetitleTaskInput,
  describeTask: DescribeTaskInput,
  scheduleTask: ScheduleTaskInput,
  prioritizeTask: PrioritizeTaskInput,
  tagTask: TagTaskInput,
  untagTask: UntagTaskInput,
  completeTask: CompleteTaskInput,
  reopenTask: ReopenTaskInput,
  moveTask: MoveTaskInput,
  deleteTask: DeleteTaskInput,
  restoreTask: RestoreTaskInput,
  settleTaskConflict: SettleTaskConflictInput,
  reopenTaskConflict: ReopenTaskConflictInput,
  revertTask: RevertTaskInput,
} satisfies EventInputs<keyof typeof taskEvents>;

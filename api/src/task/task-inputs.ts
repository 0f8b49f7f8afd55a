import { Field, ID, InputType, Int } from '../type-graphql.ts';
import { TASK_DESCRIPTION_LIMIT, TASK_TITLE_LIMIT, type taskEvents } from '@cairn/domain';
import { EventInputBase, type EventInputs } from '../append/event-input.ts';

const TITLE = `1 to ${TASK_TITLE_LIMIT} characters.`;
const DESCRIPTION = `Up to ${TASK_DESCRIPTION_LIMIT} characters.`;
const DATE = 'Floating local date: YYYY-MM-DD or YYYY-MM-DDTHH:mm. Null takes it away.';
const PRIORITY = '0 none, 1 low, 2 medium, 3 high.';
const LIST = 'Null is the Inbox.';
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

export const taskInputs = {
  createTask: CreateTaskInput,
  retitleTask: RetitleTaskInput,
  describeTask: DescribeTaskInput,
  scheduleTask: ScheduleTaskInput,
  prioritizeTask: PrioritizeTaskInput,
  completeTask: CompleteTaskInput,
  reopenTask: ReopenTaskInput,
  moveTask: MoveTaskInput,
  deleteTask: DeleteTaskInput,
  restoreTask: RestoreTaskInput,
} satisfies EventInputs<keyof typeof taskEvents>;

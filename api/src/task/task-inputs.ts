import { Field, ID, InputType, Int } from '../type-graphql.ts';
import {
  INTERVAL_LIMIT,
  RULE_LIMIT,
  TAG_LIMIT,
  TAGS_LIMIT,
  TASK_DESCRIPTION_LIMIT,
  TASK_TITLE_LIMIT,
  type Repeat,
  type taskEvents,
} from '@cairn/domain';
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
const PARENT = 'The task that it becomes a part of. Null is the top level.';
const SOMEDAY = 'True: put off without a date.';
const REMIND = 'Floating local time: YYYY-MM-DDTHH:mm. Null takes it away.';
const REPEAT = 'Null: it does not repeat.';
const TAGS = `1 to ${TAG_LIMIT} characters each, without # and white space; at most ${TAGS_LIMIT}.`;
const ORDER = 'A fractional index of 1 to 200 base-62 digits, compared by code unit.';

@InputType('TaskRepeatInput', { description: 'How a task comes again once it is completed.' })
class TaskRepeatInput {
  @Field(() => String, {
    description: `A part of RFC 5545, at most ${RULE_LIMIT} characters: FREQ=DAILY, FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR, FREQ=MONTHLY;BYMONTHDAY=31 (or -1, or BYDAY=2TU,-1FR), FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29; each with INTERVAL up to ${INTERVAL_LIMIT}. A month that lacks the day has its last one in its place.`,
  })
  rule!: string;

  @Field(() => String, {
    description: '`schedule`: counted from when it was planned; `completion`: from when it was done.',
  })
  from!: Repeat['from'];
}

@InputType()
abstract class NewTaskInput extends EventInputBase {
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

  @Field(() => ID, { nullable: true, description: PARENT })
  parentId!: string | null | undefined;

  @Field(() => Boolean, { nullable: true, description: SOMEDAY })
  someday!: boolean | undefined;

  @Field(() => TaskRepeatInput, { nullable: true, description: REPEAT })
  repeat!: TaskRepeatInput | null | undefined;

  @Field(() => String, { nullable: true, description: REMIND })
  remindAt!: string | null | undefined;
}

@InputType('CreateTaskInput')
class CreateTaskInput extends NewTaskInput {
  @Field(() => ID, { description: 'Made by the client: a UUID in lower case.' })
  taskId!: string;
}

@InputType('ContinueTaskInput', {
  description:
    'The next round of a task that was completed. Two devices that complete it without knowing of each other make one: the first to arrive counts, the other is MERGED and changes nothing.',
})
class ContinueTaskInput extends NewTaskInput {
  @Field(() => ID, {
    description:
      'Follows from `roundOf`: a UUIDv8 with its last 16 digits. Of a UUIDv7, the first 12 digits, 8000 in place of the third group; of a round, the number of its first 12 and the last three of its third group, and one more.',
  })
  taskId!: string;

  @Field(() => ID, { description: 'The task that was completed.' })
  roundOf!: string;
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

@InputType('ScheduleTaskInput', { description: 'Start, due, someday or all of them; what is left out stays.' })
class ScheduleTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => String, { nullable: true, description: DATE })
  start!: string | null | undefined;

  @Field(() => String, { nullable: true, description: DATE })
  due!: string | null | undefined;

  @Field(() => Boolean, { nullable: true, description: SOMEDAY })
  someday!: boolean | undefined;
}

@InputType('SetTaskRepeatInput')
class SetTaskRepeatInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => TaskRepeatInput, { nullable: true, description: REPEAT })
  repeat!: TaskRepeatInput | null;
}

@InputType('SetTaskReminderInput')
class SetTaskReminderInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => String, { nullable: true, description: REMIND })
  remindAt!: string | null;
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

@InputType('MoveTaskInput', {
  description: 'To another list, below another task, to another place, or all of them; what is left out stays.',
})
class MoveTaskInput extends EventInputBase {
  @Field(() => ID)
  taskId!: string;

  @Field(() => ID, { nullable: true, description: LIST })
  listId!: string | null | undefined;

  @Field(() => ID, { nullable: true, description: PARENT })
  parentId!: string | null | undefined;

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
  continueTask: ContinueTaskInput,
  retitleTask: RetitleTaskInput,
  describeTask: DescribeTaskInput,
  scheduleTask: ScheduleTaskInput,
  setTaskRepeat: SetTaskRepeatInput,
  setTaskReminder: SetTaskReminderInput,
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

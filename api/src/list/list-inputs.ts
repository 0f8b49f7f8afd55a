import { Field, ID, InputType } from '../type-graphql.ts';
import { LIST_COLORS, LIST_NAME_LIMIT, type listEvents, type ListColor } from '@cairn/domain';
import { EventInputBase, type EventInputs } from '../append/event-input.ts';
import {
  REOPEN,
  ReopenInputBase,
  REVERT,
  RevertInputBase,
  SETTLE,
  SettleInputBase,
} from '../append/recovery-inputs.ts';

const NAME = `1 to ${LIST_NAME_LIMIT} characters.`;
const COLOR = `One of ${LIST_COLORS.join(', ')}.`;
const ORDER = 'A fractional index of 1 to 200 base-62 digits, compared by code unit.';

@InputType('CreateListInput')
class CreateListInput extends EventInputBase {
  @Field(() => ID, { description: 'Made by the client: a UUID in lower case.' })
  listId!: string;

  @Field(() => String, { description: NAME })
  name!: string;

  @Field(() => String, { description: COLOR })
  color!: ListColor;

  @Field(() => String, { description: ORDER })
  order!: string;
}

@InputType('RenameListInput')
class RenameListInput extends EventInputBase {
  @Field(() => ID)
  listId!: string;

  @Field(() => String, { description: NAME })
  name!: string;
}

@InputType('RecolorListInput')
class RecolorListInput extends EventInputBase {
  @Field(() => ID)
  listId!: string;

  @Field(() => String, { description: COLOR })
  color!: ListColor;
}

@InputType('ReorderListInput')
class ReorderListInput extends EventInputBase {
  @Field(() => ID)
  listId!: string;

  @Field(() => String, { description: ORDER })
  order!: string;
}

@InputType('DeleteListInput', { description: 'To the trash. Its tasks stay as they are and come back with it.' })
class DeleteListInput extends EventInputBase {
  @Field(() => ID)
  listId!: string;
}

@InputType('RestoreListInput', { description: 'Out of the trash.' })
class RestoreListInput extends EventInputBase {
  @Field(() => ID)
  listId!: string;
}

@InputType('SettleListConflictInput', { description: SETTLE })
class SettleListConflictInput extends SettleInputBase {
  @Field(() => ID)
  listId!: string;
}

@InputType('ReopenListConflictInput', { description: REOPEN })
class ReopenListConflictInput extends ReopenInputBase {
  @Field(() => ID)
  listId!: string;
}

@InputType('RevertListInput', { description: REVERT })
class RevertListInput extends RevertInputBase {
  @Field(() => ID)
  listId!: string;
}

export const listInputs = {
  createList: CreateListInput,
  renameList: RenameListInput,
  recolorList: RecolorListInput,
  reorderList: ReorderListInput,
  deleteList: DeleteListInput,
  restoreList: RestoreListInput,
  settleListConflict: SettleListConflictInput,
  reopenListConflict: ReopenListConflictInput,
  revertList: RevertListInput,
} satisfies EventInputs<keyof typeof listEvents>;

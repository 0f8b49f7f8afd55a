import { NOTE_TEXT_LIMIT, NOTE_TITLE_LIMIT, NOTE_UPDATE_LIMIT, TAG_LIMIT, TAGS_LIMIT } from '@cairn/domain';
import type { noteEvents } from '@cairn/domain';
import { EventInputBase, type EventInputs } from '../append/event-input.ts';
import {
  REOPEN,
  ReopenInputBase,
  REVERT,
  RevertInputBase,
  SETTLE,
  SettleInputBase,
} from '../append/recovery-inputs.ts';
import { Field, ID, InputType } from '../type-graphql.ts';

const TITLE = `Up to ${NOTE_TITLE_LIMIT} characters.`;
const BODY = `Markdown of up to ${NOTE_TEXT_LIMIT} characters; longer texts follow as edits.`;
const UPDATE = `A Yjs update (version 2) in base64, up to ${NOTE_UPDATE_LIMIT} characters.`;
const TAGS = `1 to ${TAG_LIMIT} characters each, without # and white space; at most ${TAGS_LIMIT}.`;

@InputType('CreateNoteInput')
class CreateNoteInput extends EventInputBase {
  @Field(() => ID, { description: 'Made by the client: a UUID in lower case.' })
  noteId!: string;

  @Field(() => String, { nullable: true, description: TITLE })
  title!: string | undefined;

  @Field(() => String, { nullable: true, description: BODY })
  body!: string | undefined;

  @Field(() => Boolean, { nullable: true, description: 'True: at the top of the listing. False without it.' })
  pinned!: boolean | undefined;

  @Field(() => [String], { nullable: true, description: TAGS })
  tags!: readonly string[] | undefined;
}

@InputType('RetitleNoteInput')
class RetitleNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;

  @Field(() => String, { description: TITLE })
  title!: string;
}

@InputType('EditNoteInput', { description: 'Words that are typed or deleted in the body.' })
class EditNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;

  @Field(() => String, { description: UPDATE })
  update!: string;
}

@InputType('PinNoteInput', { description: 'To the top of the listing.' })
class PinNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;
}

@InputType('UnpinNoteInput')
class UnpinNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;
}

@InputType('TagNoteInput', { description: 'Adds tags; those that others add stay.' })
class TagNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;

  @Field(() => [String], { description: TAGS })
  tags!: readonly string[];
}

@InputType('UntagNoteInput', { description: 'Takes tags away, but for those that another device has added meanwhile.' })
class UntagNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;

  @Field(() => [String], { description: TAGS })
  tags!: readonly string[];
}

@InputType('DeleteNoteInput', { description: 'To the trash, from where it takes later edits along.' })
class DeleteNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;
}

@InputType('RestoreNoteInput', { description: 'Out of the trash.' })
class RestoreNoteInput extends EventInputBase {
  @Field(() => ID)
  noteId!: string;
}

@InputType('SettleNoteConflictInput', { description: SETTLE })
class SettleNoteConflictInput extends SettleInputBase {
  @Field(() => ID)
  noteId!: string;
}

@InputType('ReopenNoteConflictInput', { description: REOPEN })
class ReopenNoteConflictInput extends ReopenInputBase {
  @Field(() => ID)
  noteId!: string;
}

@InputType('RevertNoteInput', { description: `${REVERT} The body is taken back by an edit.` })
class RevertNoteInput extends RevertInputBase {
  @Field(() => ID)
  noteId!: string;
}

export const noteInputs = {
  createNote: CreateNoteInput,
  retitleNote: RetitleNoteInput,
  editNote: EditNoteInput,
  pinNote: PinNoteInput,
  unpinNote: UnpinNoteInput,
  tagNote: TagNoteInput,
  untagNote: UntagNoteInput,
  deleteNote: DeleteNoteInput,
  restoreNote: RestoreNoteInput,
  settleNoteConflict: SettleNoteConflictInput,
  reopenNoteConflict: ReopenNoteConflictInput,
  revertNote: RevertNoteInput,
} satisfies EventInputs<keyof typeof noteEvents>;

import { CHOICES, type Choice, type EventRef, type Fields, type Json } from '@cairn/domain';
import { JsonObject, JsonValue } from '../entity/scalars.ts';
import { Field, ID, InputType, Int, registerEnumType } from '../type-graphql.ts';
import { EventInputBase } from './event-input.ts';

// Every concept has these three events; its own input classes add the entity's id.

export const SETTLE = 'Chooses in a conflict. Can be undone by reopening it.';
export const REOPEN = 'Takes back the choice in a conflict, and what it wrote, as far as nobody has written since.';
export const REVERT = 'Takes changes back: fields become what they were before, by an event of its own.';

export const ConflictChoice = Object.fromEntries(CHOICES.map((choice) => [choice, choice])) as { [C in Choice]: C };

registerEnumType(ConflictChoice, {
  name: 'ConflictChoice',
  description: 'How a conflict is settled.',
  valuesConfig: {
    MINE: { description: 'What the kept event asked for.' },
    THEIRS: { description: 'What stands.' },
    EDITED: { description: 'A value of its own, given as `value`.' },
  },
});

@InputType('UndoesInput', { description: 'An event, by its writer.' })
export class UndoesInput implements EventRef {
  @Field(() => ID, { description: 'The device that wrote it.' })
  device!: string;

  @Field(() => Int, { description: "The device's own counter in the event's stamp." })
  sequence!: number;
}

@InputType()
export abstract class SettleInputBase extends EventInputBase {
  @Field(() => ID, { description: "One of the entity's conflicts." })
  conflictId!: string;

  @Field(() => ConflictChoice, { description: 'What is to stand.' })
  choice!: Choice;

  @Field(() => JsonValue, { nullable: true, description: "With EDITED: the field's new value." })
  value!: Json | undefined;
}

@InputType()
export abstract class ReopenInputBase extends EventInputBase {
  @Field(() => ID, { description: "One of the entity's conflicts, settled before." })
  conflictId!: string;

  @Field(() => UndoesInput, { nullable: true, description: 'The choice: one that was made since then stays.' })
  undoes!: UndoesInput | undefined;
}

@InputType()
export abstract class RevertInputBase extends EventInputBase {
  @Field(() => JsonObject, {
    description: 'Field name → its change: a value, or for tags {add: [String!], remove: [String!]}.',
  })
  values!: Fields;

  @Field(() => UndoesInput, {
    nullable: true,
    description: 'The event to be taken back: only what is still as it left it changes.',
  })
  undoes!: UndoesInput | undefined;
}

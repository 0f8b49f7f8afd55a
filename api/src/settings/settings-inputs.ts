import type { settings } from '@cairn/domain';
import { EventInputBase, type EventInputs } from '../append/event-input.ts';
import { REVERT, RevertInputBase } from '../append/recovery-inputs.ts';
import { Field, ID, InputType, Int } from '../type-graphql.ts';

const SETTINGS_ID = "The account's own id.";

@InputType('ChoosePolicyInput', { description: 'How concurrent writes to a field are settled from the next event on.' })
class ChoosePolicyInput extends EventInputBase {
  @Field(() => ID, { description: SETTINGS_ID })
  settingsId!: string;

  @Field(() => String, { description: 'Of the entities: Task.' })
  entityType!: string;

  @Field(() => String, { description: 'Its name: title.' })
  field!: string;

  @Field(() => String, { nullable: true, description: 'One of the choices for the field; null is its default.' })
  policy!: string | null;
}

@InputType('SetWeekStartInput')
class SetWeekStartInput extends EventInputBase {
  @Field(() => ID, { description: SETTINGS_ID })
  settingsId!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'First day of the week, 0 is Sunday; null is as the device has it.',
  })
  weekStart!: number | null;
}

@InputType('SetTimeZoneInput')
class SetTimeZoneInput extends EventInputBase {
  @Field(() => ID, { description: SETTINGS_ID })
  settingsId!: string;

  @Field(() => String, { nullable: true, description: 'IANA name like Europe/Berlin; null is as the device has it.' })
  timeZone!: string | null;
}

@InputType('RevertSettingsInput', { description: REVERT })
class RevertSettingsInput extends RevertInputBase {
  @Field(() => ID, { description: SETTINGS_ID })
  settingsId!: string;
}

export const settingsInputs = {
  choosePolicy: ChoosePolicyInput,
  setWeekStart: SetWeekStartInput,
  setTimeZone: SetTimeZoneInput,
  revertSettings: RevertSettingsInput,
} satisfies EventInputs<keyof typeof settings.events>;

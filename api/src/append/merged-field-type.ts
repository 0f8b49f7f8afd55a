import type { MergedField, MergeOutcome } from '@cairn/domain';
import { Field, ID, Int, ObjectType, registerEnumType } from '../type-graphql.ts';

const OUTCOMES = {
  KEPT: 'Others wrote it; this event did not.',
  WON: "This event's value stands.",
  LOST: "The other's value stands; this event's is in the history.",
  COMBINED: 'Something of both.',
  ASKED: "The other's value stands until somebody chooses.",
  SAME: 'Both wrote the same.',
  SKIPPED: 'This event was to take back a write that is no longer there.',
} satisfies { [O in MergeOutcome]: string };

const outcomes = Object.keys(OUTCOMES) as MergeOutcome[];
const MergeOutcomeEnum = Object.fromEntries(outcomes.map((name) => [name, name])) as { [O in MergeOutcome]: O };

registerEnumType(MergeOutcomeEnum, {
  name: 'MergeOutcome',
  description: 'How two writes of one field were settled.',
  valuesConfig: Object.fromEntries(Object.entries(OUTCOMES).map(([name, description]) => [name, { description }])),
});

@ObjectType('MergedField', {
  simpleResolvers: true,
  description: 'What became of one field that others had written meanwhile, and whose write that was.',
})
export class MergedFieldType {
  @Field(() => String, { description: 'Its name: title.' })
  readonly field!: string;

  @Field(() => MergeOutcomeEnum, { description: 'Whose value stands.' })
  readonly outcome!: MergeOutcome;

  @Field(() => Int, { description: "The entity's version that the other write made." })
  readonly version!: number;

  @Field(() => String, { description: "The other write's clock reading, as it counts." })
  readonly clock!: string;

  @Field(() => ID, { description: 'The device of the other write.' })
  readonly deviceId!: string;
}

/** As GraphQL has it. */
export function flatMerged(merged: readonly MergedField[]): MergedFieldType[] {
  return merged.map(({ field, outcome, with: { version, clock, device } }) => ({
    field,
    outcome,
    version,
    clock,
    deviceId: device,
  }));
}

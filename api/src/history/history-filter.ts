import { isUuid } from '@cairn/domain';
import { Prisma } from '@cairn/prisma';
import { apiError } from '../errors.ts';
import { isoTimeOf } from '../page/iso-time.ts';
import { textArgument } from '../page/storable-text.ts';
import { Field, ID, InputType } from '../type-graphql.ts';

@InputType('HistoryFilter', { description: 'All that is given must hold.' })
export class HistoryFilter {
  @Field(() => ID, { nullable: true, description: 'By this device.' })
  deviceId?: string | null;

  @Field(() => String, { nullable: true, description: 'Of entities of this type: Task.' })
  entityType?: string | null;

  @Field(() => [String], { nullable: true, description: 'Any of these: TaskCompleted.' })
  types?: readonly string[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'Wrote this field, lost it to a concurrent write, or has it in a conflict.',
  })
  field?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: those of which something was outweighed; false: the others.',
  })
  lost?: boolean | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601: recorded then or later.' })
  from?: string | null;

  @Field(() => String, { nullable: true, description: 'ISO 8601: recorded before then.' })
  to?: string | null;
}

/** Conditions on rows `e` of Event. @throws BAD_USER_INPUT */
export function whereEvent({ deviceId, entityType, types, field, lost, from, to }: HistoryFilter): Prisma.Sql[] {
  if (field) textArgument(field, 'field');
  if (deviceId && !isUuid(deviceId)) throw apiError('BAD_USER_INPUT', 'deviceId must be a lower-case UUID');
  return [
    ...(deviceId ? [Prisma.sql`e."deviceId" = ${deviceId}::uuid`] : []),
    ...(entityType ? [Prisma.sql`e."entityType" = ${textArgument(entityType, 'entityType')}`] : []),
    ...(types ? [Prisma.sql`e."type" = any(${types.map((type) => textArgument(type, 'types'))}::text[])`] : []),
    ...(field
      ? [
          Prisma.sql`(jsonb_exists(e."applied", ${field}) or jsonb_exists(e."lost", ${field}) or exists (
            select 1 from jsonb_each(e."conflicts") c where c.value ->> 'field' = ${field}))`,
        ]
      : []),
    ...(typeof lost === 'boolean' ? [Prisma.sql`(e."lost" <> '{}') = ${lost}`] : []),
    ...(from ? [Prisma.sql`e."recordedAt" >= ${isoTimeOf(from, 'from')}`] : []),
    ...(to ? [Prisma.sql`e."recordedAt" < ${isoTimeOf(to, 'to')}`] : []),
  ];
}

/** When what is looked for was recorded. @throws BAD_USER_INPUT */
export function timesOf({ from, to }: HistoryFilter): {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
} {
  return { from: from ? isoTimeOf(from, 'from') : undefined, to: to ? isoTimeOf(to, 'to') : undefined };
}

import { POLICY_CHOICES, registry, type Fields } from '@cairn/domain';
import type { ApiContext } from '../context.ts';
import type { EntityRow } from '../entity/projection.ts';
import { readEntity } from '../entity/read-entity.ts';
import { Ctx, Field, ObjectType, Query, Resolver } from '../type-graphql.ts';
import { settingsProjection } from './settings-projection.ts';
import { Settings } from './settings-type.ts';

@ObjectType('FieldPolicyChoice', {
  simpleResolvers: true,
  description: 'A field whose concurrent writes the account may have settled in another way.',
})
class FieldPolicyChoice {
  @Field(() => String, { description: 'Of the entities: Task.' })
  readonly entityType!: string;

  @Field(() => String, { description: 'Its name: title.' })
  readonly field!: string;

  @Field(() => String, { description: 'The policy that holds unless another is chosen.' })
  readonly default!: string;

  @Field(() => [String], { description: 'Names of policies; the default is one of them.' })
  readonly choices!: readonly string[];

  @Field(() => String, { nullable: true, description: 'Null where the default holds.' })
  readonly chosen!: string | null;
}

@Resolver()
export class SettingsResolver {
  @Query(() => Settings, { nullable: true, description: 'Null until the account has chosen something.' })
  settings(@Ctx() { prisma, requirePrincipal }: ApiContext): Promise<EntityRow | null> {
    const { accountId } = requirePrincipal();
    return readEntity(prisma, settingsProjection, accountId, registry.settingsOf(accountId));
  }

  @Query(() => [FieldPolicyChoice], { description: 'Every field for which there is something to choose.' })
  async policies(@Ctx() context: ApiContext): Promise<FieldPolicyChoice[]> {
    const chosen = ((await this.settings(context))?.['policies'] ?? {}) as Fields;
    return POLICY_CHOICES.map((choice) => ({
      ...choice,
      chosen: (chosen[`${choice.entityType}.${choice.field}`] as string | undefined) ?? null,
    }));
  }
}

import type { Intent } from '@cairn/domain';
import { JsonObject } from '../entity/scalars.ts';
import { Field, ObjectType } from '../type-graphql.ts';

@ObjectType('UndoProposal', {
  simpleResolvers: true,
  description: 'An event that takes another one back, still to be stamped and sent like any event.',
})
export class UndoProposal implements Intent {
  @Field(() => String, { description: 'Its name in EventInput: revertTask.' })
  readonly mutation!: string;

  @Field(() => JsonObject, { description: 'Its input without the stamp.' })
  readonly payload!: Intent['payload'];
}

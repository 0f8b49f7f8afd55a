import { Field, ID, ObjectType } from '../type-graphql.ts';
import { EntityType } from '../entity/entity-type.ts';

@ObjectType('Note', { implements: EntityType, simpleResolvers: true, description: 'A text that several may write.' })
export class Note extends EntityType {
  @Field(() => String, { description: 'One line; may be empty.' })
  title!: string;

  @Field(() => String, { description: 'Markdown: the text that `updates` make.' })
  body!: string;

  @Field(() => [String], {
    description:
      'The text as the CRDT updates it is made of: Yjs updates (version 2) in base64; an entry that begins with ' +
      '`markdown:` is the text of the first one. In any order, and any of them twice, they make the same text. The ' +
      'server makes one of many from time to time.',
  })
  updates!: readonly string[];

  @Field(() => Boolean, { description: 'True: at the top of the listing.' })
  pinned!: boolean;

  @Field(() => [String], { description: 'Without their #, sorted by code unit.' })
  tags!: readonly string[];

  @Field(() => [ID], { description: 'The tasks and notes its body links to, as `[Title](cairn:note/<id>)`.' })
  links!: readonly string[];

  @Field(() => String, { description: 'ISO 8601.' })
  createdAt!: string;
}

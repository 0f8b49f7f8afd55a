import { apiError } from '../errors.ts';
import { inTrash } from '../page/in-trash.ts';
import { textArgument } from '../page/storable-text.ts';
import { decodeCursor } from '../page/cursor-scalar.ts';
import { Field, InputType } from '../type-graphql.ts';

const TEXT_LIMIT = 200;

@InputType('NoteFilter', { description: 'All that is given must hold.' })
export class NoteFilter {
  @Field(() => String, { nullable: true, description: 'With this tag, exactly as it is written.' })
  tag?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'True: pinned only; false: the others.' })
  pinned?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: 'True: those in the trash; otherwise those that are not.' })
  deleted?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: `Title or body contains it, in upper or lower case; at most ${TEXT_LIMIT} characters.`,
  })
  text?: string | null;
}

/** @throws BAD_USER_INPUT */
export function whereNote({ tag, pinned, deleted, text }: NoteFilter) {
  if (text && text.length > TEXT_LIMIT) {
    throw apiError('BAD_USER_INPUT', `text has at most ${TEXT_LIMIT} characters`);
  }
  // Prisma makes a LIKE pattern of it and leaves the wildcards in.
  const contains = {
    contains: textArgument(text ?? '', 'text').replaceAll(/[\\%_]/g, '\\$&'),
    mode: 'insensitive' as const,
  };
  return {
    ...(typeof tag === 'string' ? { tags: { array_contains: [textArgument(tag, 'tag')] } } : {}),
    ...(typeof pinned === 'boolean' ? { pinned } : {}),
    ...(text ? { OR: [{ title: contains }, { body: contains }] } : {}),
    ...inTrash(deleted),
  };
}

/** Pinned ones first, then what changed last. */
export const byPin = [{ pinned: 'desc' as const }, { position: 'desc' as const }];

export function placeByPin(row: { readonly pinned: boolean; readonly position: number }): [number, number] {
  return [row.pinned ? 1 : 0, row.position];
}

/** @throws CURSOR_INVALID */
export function afterPin(cursor: string | null | undefined) {
  if (typeof cursor !== 'string') return {};
  const [pinned, position] = decodeCursor<[number, number]>(
    cursor,
    ([pinned, position]) => (pinned === 0 || pinned === 1) && Number.isInteger(position),
  );
  const samePin = { pinned: pinned === 1, position: { lt: position } };
  return pinned === 1 ? { AND: { OR: [samePin, { pinned: false }] } } : { AND: samePin };
}

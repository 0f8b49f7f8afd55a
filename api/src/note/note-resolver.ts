import { isUuid } from '@cairn/domain';
import type { ApiContext } from '../context.ts';
import { EntityArgs } from '../entity/entity-args.ts';
import type { EntityRow } from '../entity/projection.ts';
import { readEntity } from '../entity/read-entity.ts';
import { connectionType, type Connection } from '../page/connection-type.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { checkFirst, connectionOf, PAGE_LIMIT } from '../page/page.ts';
import { Arg, Args, Ctx, ID, Int, Query, Resolver } from '../type-graphql.ts';
import { afterPin, byPin, NoteFilter, placeByPin, whereNote } from './note-filter.ts';
import { noteProjection } from './note-projection.ts';
import { Note } from './note-type.ts';

const NoteConnection = connectionType('Note', Note);

@Resolver()
export class NoteResolver {
  @Query(() => Note, { nullable: true, description: 'One note, now or as it was; null when there is none.' })
  note(
    @Args(() => EntityArgs) args: EntityArgs,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<EntityRow | null> {
    return readEntity(prisma, noteProjection, requirePrincipal().accountId, args);
  }

  @Query(() => NoteConnection, { description: 'Pinned ones first, then what changed last.' })
  async notes(
    @Arg('filter', () => NoteFilter, { nullable: true }) filter: NoteFilter | null | undefined,
    @Arg('first', () => Int, { defaultValue: 50, description: `1 to ${PAGE_LIMIT}.` }) first: number,
    @Arg('after', () => Cursor, { nullable: true }) after: string | null | undefined,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<Connection<unknown>> {
    const rows = await prisma.note.findMany({
      where: { accountId: requirePrincipal().accountId, ...whereNote(filter ?? {}), ...afterPin(after) },
      orderBy: byPin,
      take: checkFirst(first, PAGE_LIMIT) + 1,
    });
    return connectionOf(rows, first, placeByPin);
  }

  @Query(() => [Note], {
    description: 'The notes whose body links to a task or note, what changed last first; not those in the trash.',
  })
  backlinks(
    @Arg('entityId', () => ID, { description: 'What they link to.' }) entityId: string,
    @Ctx() { prisma, requirePrincipal }: ApiContext,
  ): Promise<unknown[]> {
    const { accountId } = requirePrincipal();
    if (!isUuid(entityId)) return Promise.resolve([]);
    return prisma.note.findMany({
      where: { accountId, deletedAt: null, links: { array_contains: [entityId] } },
      orderBy: { position: 'desc' },
    });
  }
}

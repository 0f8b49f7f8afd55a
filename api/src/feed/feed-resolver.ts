import { Arg, Ctx, Int, Query, Resolver, Root, Subscription } from '../type-graphql.ts';
import { Cursor } from '../page/cursor-scalar.ts';
import { checkFirst } from '../page/page.ts';
import { ChangePage } from './change-page-type.ts';
import type { Feed } from './feed.ts';

/** Most changes of one page. */
const CHANGES_LIMIT = 1000;

/** What the feed needs of a request. */
export interface FeedContext {
  readonly feed: Feed;
  /** @throws UNAUTHENTICATED, SESSION_REVOKED */
  requirePrincipal(): { readonly accountId: string };
  /** Asked again before each page of a subscription. @throws SESSION_REVOKED */
  admit(): Promise<void>;
}

const AFTER = { nullable: true, description: 'The cursor of the page before; null for everything from the beginning.' };

@Resolver()
export class FeedResolver {
  @Query(() => ChangePage, { description: 'First load and catch-up: the same pages as the subscription.' })
  changes(
    @Arg('after', () => Cursor, AFTER) after: string | null | undefined,
    @Arg('first', () => Int, { defaultValue: 500, description: `1 to ${CHANGES_LIMIT}.` }) first: number,
    @Ctx() context: FeedContext,
  ): Promise<ChangePage> {
    return context.feed.page(context.requirePrincipal().accountId, after ?? null, checkFirst(first, CHANGES_LIMIT));
  }

  @Subscription(() => ChangePage, {
    name: 'changes',
    description: 'The pages after the cursor at once, and another whenever something changes.',
    subscribe: ({ args, context }) => {
      const { feed, requirePrincipal, admit } = context as FeedContext;
      return feed.subscribe(requirePrincipal().accountId, (args['after'] as string | undefined) ?? null, admit);
    },
  })
  follow(@Root() page: ChangePage, @Arg('after', () => Cursor, AFTER) _after: string | null): ChangePage {
    return page;
  }
}

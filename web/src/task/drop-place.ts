/** Where tasks can be dropped besides on each other. A null list is the Inbox. */
export type DropPlace =
  | { readonly to: 'list'; readonly listId: string | null }
  | { readonly to: 'day'; readonly day: string }
  | { readonly to: 'tag'; readonly tag: string }
  | { readonly to: 'today' | 'someday' | 'anytime' | 'completed' | 'trash' };

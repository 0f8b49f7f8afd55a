/** Where the person is. A task's detail is a place beside the screen it was opened from, a note one beside all notes. */
export type Screen =
  | { readonly name: 'inbox' }
  | { readonly name: 'today' }
  | { readonly name: 'upcoming' }
  | { readonly name: 'anytime' }
  | { readonly name: 'someday' }
  | { readonly name: 'list'; readonly listId: string }
  | { readonly name: 'tag'; readonly tagKey: string }
  | { readonly name: 'search' }
  | { readonly name: 'notes' }
  | { readonly name: 'completed' }
  | { readonly name: 'trash' }
  | { readonly name: 'conflicts' }
  | { readonly name: 'activity' }
  | { readonly name: 'sync' }
  | { readonly name: 'settings' }
  | { readonly name: 'tour' }
  | { readonly name: 'sign-in' }
  | { readonly name: 'sign-up' }
  | { readonly name: 'nowhere' };

export interface Route {
  readonly screen: Screen;
  readonly taskId?: string;
  readonly noteId?: string;
}

const PLAIN = [
  'inbox',
  'today',
  'upcoming',
  'anytime',
  'someday',
  'search',
  'notes',
  'completed',
  'trash',
  'conflicts',
  'activity',
  'sync',
  'settings',
  'tour',
  'sign-in',
  'sign-up',
] as const;

/** A screen that its name alone leads to. */
export type PlainScreenName = (typeof PLAIN)[number];

const WITH_TASKS = ['inbox', 'today', 'upcoming', 'anytime', 'someday', 'list', 'tag', 'completed', 'trash'];

export function parseRoute(pathname: string): Route {
  const [first = 'inbox', ...rest] = pathname.split('/').filter(Boolean);
  const screen = namedScreen(first, rest) ?? plainScreen(first);
  if (screen === undefined) return { screen: { name: 'nowhere' } };
  if (rest.length === 0) return { screen };
  if (screen.name === 'notes' && rest.length === 1) return { screen, noteId: rest[0]! };
  if (WITH_TASKS.includes(screen.name) && rest.length === 2 && rest[0] === 'tasks') return { screen, taskId: rest[1]! };
  return { screen: { name: 'nowhere' } };
}

/** Takes the name from the rest of the path. */
function namedScreen(first: string, rest: string[]): Screen | undefined {
  if (rest[0] === undefined) return undefined;
  if (first === 'lists') return { name: 'list', listId: rest.shift()! };
  if (first === 'tags') return { name: 'tag', tagKey: decoded(rest.shift()!) };
  return undefined;
}

/** A path that somebody typed need not be well-formed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function plainScreen(name: string): Screen | undefined {
  const known = PLAIN.find((plain) => plain === name);
  return known && { name: known };
}

export function pathOf(screen: Screen, taskId?: string): string {
  const base = basePath(screen);
  return taskId === undefined ? base : `${base}/tasks/${taskId}`;
}

export function notePath(noteId: string): string {
  return `/notes/${noteId}`;
}

function basePath(screen: Screen): string {
  switch (screen.name) {
    case 'list':
      return `/lists/${screen.listId}`;
    case 'tag':
      return `/tags/${encodeURIComponent(screen.tagKey)}`;
    default:
      return `/${screen.name}`;
  }
}

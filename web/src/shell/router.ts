/** Where the person is. A task's detail is a place beside the screen it was opened from. */
export type Screen =
  | { readonly name: 'inbox' }
  | { readonly name: 'list'; readonly listId: string }
  | { readonly name: 'completed' }
  | { readonly name: 'trash' }
  | { readonly name: 'sync' }
  | { readonly name: 'settings' }
  | { readonly name: 'sign-in' }
  | { readonly name: 'sign-up' }
  | { readonly name: 'nowhere' };

export interface Route {
  readonly screen: Screen;
  readonly taskId?: string;
}

const PLAIN = ['inbox', 'completed', 'trash', 'sync', 'settings', 'sign-in', 'sign-up'] as const;
const WITH_TASKS = ['inbox', 'list', 'completed', 'trash'];

export function parseRoute(pathname: string): Route {
  const [first = 'inbox', ...rest] = pathname.split('/').filter(Boolean);
  const isList = first === 'lists' && rest[0] !== undefined;
  const screen = isList ? ({ name: 'list', listId: rest.shift()! } as const) : plainScreen(first);
  if (screen === undefined) return { screen: { name: 'nowhere' } };
  if (rest.length === 0) return { screen };
  if (WITH_TASKS.includes(screen.name) && rest.length === 2 && rest[0] === 'tasks') return { screen, taskId: rest[1]! };
  return { screen: { name: 'nowhere' } };
}

function plainScreen(name: string): Screen | undefined {
  const known = PLAIN.find((plain) => plain === name);
  return known && { name: known };
}

export function pathOf(screen: Screen, taskId?: string): string {
  const base = screen.name === 'list' ? `/lists/${screen.listId}` : `/${screen.name}`;
  return taskId === undefined ? base : `${base}/tasks/${taskId}`;
}

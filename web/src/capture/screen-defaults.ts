import type { Screen } from '../shell/router.ts';
import type { CaptureFields } from './capture.ts';

/** What a task takes along from the screen it was typed on. */
export function screenDefaults(screen: Screen, today: string, tag: string | undefined): CaptureFields {
  switch (screen.name) {
    case 'list':
      return { listId: screen.listId };
    case 'tag':
      return tag === undefined ? {} : { tags: [tag] };
    case 'today':
      return { due: today };
    case 'someday':
      return { someday: true };
    default:
      return {};
  }
}

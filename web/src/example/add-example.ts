import type { AppCairn } from '../cairn/cairn-context.ts';
import { attempt } from '../cairn/use-save.ts';
import { notifyFailure, notifyUndo } from '../ui/notify.ts';

/** Adds the example as one thing done. Its parts are fetched first: nobody else needs them. */
export async function addExample(cairn: AppCairn): Promise<void> {
  const parts = await Promise.all([
    import('./example-events.ts'),
    import('../transfer/read-import.ts'),
    import('../history/step-back.ts'),
  ]).catch(() => undefined);
  if (!parts) return notifyFailure('The example could not be loaded. Try again once there is a network.');
  const [{ exampleEvents }, { contextOf }, { stepBack }] = parts;
  const events = exampleEvents(contextOf(cairn, new Date()));
  const added = await attempt(() => cairn.recordAll(events, { label: 'added the example' }));
  if (added) notifyUndo('The example is there', () => void stepBack(cairn, 'undo'));
}

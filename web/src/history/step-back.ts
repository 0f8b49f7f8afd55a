import type { AppCairn } from '../cairn/cairn-context.ts';
import { attempt } from '../cairn/use-save.ts';
import { notifyInPlace, withdrawUndo } from '../ui/notify.ts';
import { sayDone } from './words/words.ts';

/** Takes back the last thing done in this tab, or does it again, and says in words what that was. */
export async function stepBack(cairn: AppCairn, which: 'undo' | 'redo'): Promise<void> {
  const outcome = await attempt(() => cairn[which]());
  if (!outcome) return;
  const { result: deed } = outcome;
  if (which === 'undo') withdrawUndo();
  if (!deed) return notifyInPlace('step', which === 'undo' ? 'Nothing to undo' : 'Nothing to do again');
  const what = sayDone(deed, cairn.entity(deed.entity));
  if (deed.isGone) return notifyInPlace('step', `Changed since, so it stays: ${what}`);
  notifyInPlace('step', `${which === 'undo' ? 'Undid' : 'Did again'}: ${what}`);
}

import { showOverlay } from '../shell/overlay.ts';
import { QUICK_ADD } from './quick-add-id.ts';

/** To the line that adds a task, where there is one in sight; else to the one that lies over everything. */
export function startAdding(): void {
  const field = document.getElementById(QUICK_ADD);
  if (field) field.focus();
  else showOverlay('capture');
}

const pressed: KeyboardEvent[] = [];
let isOver = false;

const keep = (event: KeyboardEvent) => void pressed.push(event);

/** Keys that are pressed on the first screen count, though what they mean comes in a later file. The answer ends it. */
export function keepEarlyKeys(): () => void {
  // Once that file is here keys are read as they come.
  if (!isOver) window.addEventListener('keydown', keep);
  return () => window.removeEventListener('keydown', keep);
}

/** Those that were pressed so far; from now on whoever asks hears of them itself. */
export function takeEarlyKeys(): readonly KeyboardEvent[] {
  isOver = true;
  window.removeEventListener('keydown', keep);
  return pressed.splice(0);
}

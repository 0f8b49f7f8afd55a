import { part } from '../ui/part.tsx';

/** The editor is larger than the rest of the app, and most accounts' first screen is a list of tasks. */
export const NoteBody = part(() => import('./editor/note-body.tsx').then((module) => module.NoteBody), null, {
  isHeavy: true,
});

import { part } from './part.tsx';

/** Nobody needs a toast before the first list is there; the first one fetches them, if it comes sooner. */
export const Toasts = part(() => import('./toasts.tsx').then((module) => module.Toasts), null, {
  isLater: true,
  isAside: true,
});

import { firstScreen } from '../environment/first-screen.browser.ts';
import type * as parts from './parts.ts';

let loading: Promise<typeof parts> | undefined;

/** Rejects where the file cannot be had; the next call tries again. */
export function loadLater(): Promise<typeof parts> {
  loading ??= firstScreen().then(() => import('./parts.ts'));
  loading.catch(() => (loading = undefined));
  return loading;
}

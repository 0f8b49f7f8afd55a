import { useSyncExternalStore } from 'react';
import { GROUND, THEME_KEY } from './theme-key.ts';

export type Theme = 'system' | 'light' | 'dark';

const listeners = new Set<() => void>();

/** In a browser that keeps nothing from pages, a choice lasts as long as the page. */
let unstored: Theme = 'system';

function read(): Theme {
  const chosen = stored();
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

function stored(): string | null {
  try {
    return localStorage.getItem(THEME_KEY);
  } catch {
    return unstored;
  }
}

/**
 * Colours of another theme are there at once, all together: text that fades from one ink to the other cannot be read half
 * way, and where it inherits a colour that fades itself it begins only when that has ended.
 */
function still(): void {
  const { dataset } = document.documentElement;
  dataset.still = '';
  // Two frames: in the first the colours change.
  requestAnimationFrame(() => requestAnimationFrame(() => delete dataset.still));
}

/** The system's theme; told in the frame of its change, before styles are computed. @returns stops it */
export function watchSystemTheme(): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', still);
  return () => system.removeEventListener('change', still);
}

function apply(): void {
  const theme = read();
  still();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
    const systems = meta.media.includes('dark') ? 'dark' : 'light';
    meta.content = GROUND[theme === 'system' ? systems : theme];
  }
  for (const listener of listeners) listener();
}

export function setTheme(theme: Theme): void {
  try {
    if (theme === 'system') localStorage.removeItem(THEME_KEY);
    else localStorage.setItem(THEME_KEY, theme);
  } catch {
    unstored = theme;
  }
  apply();
}

/** To the one that is not in sight. */
export function switchTheme(): void {
  const theme = read();
  const isDark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  setTheme(isDark ? 'light' : 'dark');
}

function subscribe(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === THEME_KEY) apply();
  };
  listeners.add(listener);
  window.addEventListener('storage', onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', onStorage);
  };
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, read, () => 'system');
}

import { useSyncExternalStore } from 'react';
import { THEME_KEY } from './theme-key.ts';

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

function apply(): void {
  const theme = read();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
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

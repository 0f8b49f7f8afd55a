import type { Kept } from '@cairn/client';

const KEY = 'palette.recent';
const LIMIT = 12;

/** What was chosen in the palette lately, the last first; by its key. */
export function recentOf(kept: Kept): readonly string[] {
  try {
    const keys: unknown = JSON.parse(kept.get(KEY) || '[]');
    return Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : [];
  } catch {
    return [];
  }
}

export function remember(kept: Kept, key: string): void {
  kept.set(KEY, JSON.stringify([key, ...recentOf(kept).filter((other) => other !== key)].slice(0, LIMIT)));
}

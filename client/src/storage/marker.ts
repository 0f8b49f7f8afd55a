/** What stands beside the outbox, so that its loss can be told: counts, and nothing of what was written. */
export interface Marked {
  /** The device's last sequence. */
  readonly sequence: number;
  /** Events in the outbox. */
  readonly unsent: number;
}

/** Kept apart from the databases; it may be lost as well, and then nobody can tell. */
export interface Marker {
  read(): Marked | undefined;
  write(marked: Marked): void;
  clear(): void;
}

/** In the browser's localStorage; of no effect where there is none. */
export function localMarker(key: string): Marker {
  return {
    read() {
      try {
        const { sequence, unsent } = JSON.parse(localStorage.getItem(key) ?? 'null') as Record<string, unknown>;
        return typeof sequence === 'number' && typeof unsent === 'number' ? { sequence, unsent } : undefined;
      } catch {
        return undefined;
      }
    },
    write({ sequence, unsent }) {
      try {
        localStorage.setItem(key, JSON.stringify({ sequence, unsent }));
      } catch {
        // Full, or forbidden: a loss could not be told then.
      }
    },
    clear() {
      try {
        localStorage.removeItem(key);
      } catch {
        // Then there is nothing to remove.
      }
    },
  };
}

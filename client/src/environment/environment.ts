/** The world as the client sees it. Everything that a test or another platform replaces; the core reads no globals. */
export interface Environment {
  /** Milliseconds since 1970. */
  now(): number;
  random(bytes: number): Uint8Array;
  /** Runs `work` once after `ms`; the answer cancels it. */
  schedule(work: () => void, ms: number): () => void;
  fetch: typeof fetch;
  /** Absent where the platform has a global WebSocket. */
  readonly webSocket?: unknown;
  readonly locks: Locks;
  channel(name: string): Channel;
  readonly signals: Signals;
}

/** One holder at a time over all tabs of a profile, or several that share. Leadership is holding the lock, never having asked for it. */
export interface Locks {
  /**
   * Waits for `name`, runs `work` while holding it. Rejects with the signal's reason when aborted while waiting, and with
   * an AbortError when another tab has stolen it meanwhile; `work` goes on then until it is told.
   * @param options `steal`: takes it from whoever holds it, ahead of all who wait; `shared`: together with others that share
   */
  request(
    name: string,
    signal: AbortSignal,
    work: () => Promise<void>,
    options?: { readonly steal?: boolean; readonly shared?: boolean },
  ): Promise<void>;
  /** Names the tab that holds it, now; undefined when nobody does. */
  owner(name: string): Promise<string | undefined>;
}

/** To the other tabs of this profile. May lose messages: a hint, never a queue. */
export interface Channel {
  post(message: unknown): void;
  subscribe(listener: (message: unknown) => void): () => void;
  close(): void;
}

export interface Signals {
  /** False only when the platform is sure; true promises nothing. */
  isOnline(): boolean;
  /** `online` and `offline` as the platform reports them; `resume` on focus, page show and becoming visible; `hide` before a page may be frozen. */
  subscribe(listener: (signal: Signal) => void): () => void;
}

export type Signal = 'online' | 'offline' | 'resume' | 'hide';

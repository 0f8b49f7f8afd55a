/** "This account is at position n", said after a commit [A8]. At most once, in any order: a hint, never the news. */
export interface Hint {
  readonly accountId: string;
  readonly position: number;
}

/** "This device's session may have ended": a hint as well. */
export interface EndHint {
  readonly accountId: string;
  readonly deviceId: string;
}

export interface Wakeups {
  /** Never throws, never waits: a writer must not notice. */
  publish(hint: Hint): void;
  /** Answers the function that stops listening. */
  listen(listener: (hint: Hint) => void): () => void;
  /** As `publish`, of the end of a session. */
  publishEnd(hint: EndHint): void;
  listenToEnds(listener: (hint: EndHint) => void): () => void;
  /** False while hints of other processes do not arrive: the feed then looks for itself more often. */
  readonly isUp: boolean;
  close(): Promise<void>;
}

/** For one process. */
export class LocalWakeups implements Wakeups {
  readonly isUp = true;
  readonly #listeners = new Set<(hint: Hint) => void>();
  readonly #endListeners = new Set<(hint: EndHint) => void>();

  publish(hint: Hint): void {
    for (const listener of this.#listeners) listener(hint);
  }

  listen(listener: (hint: Hint) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  publishEnd(hint: EndHint): void {
    for (const listener of this.#endListeners) listener(hint);
  }

  listenToEnds(listener: (hint: EndHint) => void): () => void {
    this.#endListeners.add(listener);
    return () => this.#endListeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#listeners.clear();
    this.#endListeners.clear();
  }
}

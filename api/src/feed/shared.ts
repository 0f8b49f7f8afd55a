/**
 * Work that many ask for at the same moment, and that is the same for all who name it by one key. Whoever asks is given
 * what begins after that: what is under way already may have missed the very news for which it is asked.
 */
export class Shared<T> {
  /** By key, when what is under way will have ended. */
  readonly #running = new Map<string, Promise<void>>();
  /** By key, what begins then. */
  readonly #next = new Map<string, Promise<T>>();

  ask(key: string, work: () => Promise<T>): Promise<T> {
    const next = this.#next.get(key);
    if (next) return next;
    const running = this.#running.get(key);
    if (!running) return this.#begin(key, work);
    const asked = running.then(() => {
      this.#next.delete(key);
      return this.#begin(key, work);
    });
    this.#next.set(key, asked);
    return asked;
  }

  #begin(key: string, work: () => Promise<T>): Promise<T> {
    const run = work();
    const over = () => void this.#running.delete(key);
    this.#running.set(key, run.then(over, over));
    return run;
  }
}

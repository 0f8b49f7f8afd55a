import type { Draft } from '../cairn.ts';
import type { Environment } from '../environment/environment.ts';
import type { Replica } from '../replica.ts';
import type { OutboxEntry } from './outbox-entry.ts';

/** A draft is sealed at this age, whatever its writer does. Milliseconds; shorter than the flusher's patience. */
const LONGEST = 10_000;

type Payload = { readonly [member: string]: unknown };

export interface DraftsOptions {
  readonly replica: Replica;
  readonly environment: Environment;
  /** Aborted when this tab has closed the account: storage is not touched from then on. */
  readonly closing: AbortSignal;
  /** Drafts are in storage as they are here. */
  onHeld(entries: readonly OutboxEntry[]): void;
}

/** Events of this tab that still grow: durable and shown in each state, and sent only when they are sealed [O8]. */
export class Drafts {
  readonly #options: DraftsOptions;
  readonly #open = new Set<OpenDraft>();

  constructor(options: DraftsOptions) {
    this.#options = options;
  }

  /** @throws Refusal, StorageError */
  async begin(mutation: string, payload: Payload): Promise<Draft<Payload>> {
    const { replica, environment, onHeld } = this.#options;
    const { entry } = await replica.writer.append(mutation, payload, { draft: true });
    onHeld([entry]);
    const draft = new OpenDraft(this.#options, entry, () => this.#open.delete(draft));
    this.#open.add(draft);
    environment.schedule(() => void draft.seal().catch(() => undefined), LONGEST);
    return draft;
  }

  /** Before another event is written: it must not overtake them, nor wait for them. */
  async sealAll(): Promise<void> {
    await Promise.all([...this.#open].map((draft) => draft.seal()));
  }

  /** Ends drafts whoever began them. @throws StorageError */
  async seal(sequences: readonly number[]): Promise<void> {
    const { replica, onHeld } = this.#options;
    onHeld(await replica.outbox.seal(sequences));
  }
}

class OpenDraft implements Draft<Payload> {
  readonly #options: DraftsOptions;
  readonly #onEnd: () => void;
  readonly #since: number;
  #entry: OutboxEntry;
  #isOpen = true;
  /** One write after another: an amendment must not come after the sealing it was asked before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: DraftsOptions, entry: OutboxEntry, onEnd: () => void) {
    this.#options = options;
    this.#entry = entry;
    this.#onEnd = onEnd;
    this.#since = options.environment.now();
  }

  amend(payload: Payload): Promise<boolean> {
    return this.#next(async () => {
      const { replica, environment, onHeld } = this.#options;
      // A tab that was frozen for an hour: its draft has been sent long ago.
      if (this.#isOpen && environment.now() - this.#since >= LONGEST) await this.#end();
      if (!this.#isOpen || this.#options.closing.aborted) return false;
      const { event } = this.#entry.input;
      const entry = { ...this.#entry, input: { event, ...payload } };
      replica.writer.check(entry);
      if (!(await replica.outbox.amend(entry))) {
        this.#isOpen = false;
        this.#onEnd();
        return false;
      }
      this.#entry = entry;
      onHeld([entry]);
      return true;
    });
  }

  seal(): Promise<void> {
    return this.#next(() => this.#end());
  }

  async #end(): Promise<void> {
    if (!this.#isOpen || this.#options.closing.aborted) return;
    const { replica, onHeld } = this.#options;
    const ended = await replica.outbox.seal([this.#entry.sequence]);
    this.#isOpen = false;
    this.#onEnd();
    onHeld(ended);
  }

  #next<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work);
    this.#last = run.catch(() => undefined);
    return run;
  }
}

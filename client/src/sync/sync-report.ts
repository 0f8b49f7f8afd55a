import type { Environment } from '../environment/environment.ts';
import type { Failure } from '../link/classify.ts';
import { EntityStatuses } from '../outbox/entity-status.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { Queue } from '../outbox/queue.ts';
import type { Replica } from '../replica.ts';
import type { SyncState } from '../sync-state.ts';
import type { TabMessage } from '../tabs.ts';
import type { BucketStore } from '../cache/bucket-store.ts';
import type { Happening } from './sync-event.ts';
import { SyncJournal } from './sync-journal.ts';

type Sender = Extract<TabMessage, { kind: 'sender' }>;

export interface SyncReportOptions {
  readonly sync: SyncState;
  readonly replica: Replica;
  readonly isSaving: (key: string) => boolean;
  readonly environment: Environment;
  /** Absent: what happened is not kept over a restart. */
  readonly store: BucketStore | undefined;
  readonly post: (message: TabMessage) => void;
}

/** Says how sending goes: in the status, for each entity, in the queue, to programs, and to the other tabs. */
export class SyncReport {
  readonly journal: SyncJournal;
  readonly entityStatuses: EntityStatuses;
  readonly queue: Queue;
  readonly #options: SyncReportOptions;
  /** What the other tabs hear from nobody else; it is also this tab's sign of life. */
  #sender: Sender = { kind: 'sender', sending: [], isOwing: false };

  constructor(options: SyncReportOptions) {
    const { replica, isSaving, environment, store, post } = options;
    this.#options = options;
    this.journal = new SyncJournal({ store, environment, post: (events) => post({ kind: 'happened', events }) });
    this.entityStatuses = new EntityStatuses(replica, isSaving);
    this.queue = new Queue(replica, environment);
  }

  /** This tab leads until `term` is aborted. */
  lead(term: AbortSignal, wasTaken: boolean): void {
    const { sync } = this.#options;
    sync.patch({ isLeading: true, stalledSince: undefined });
    sync.owing(false);
    this.#tell({ sending: [], failure: undefined, stalledSince: undefined, isOwing: false });
    void this.journal.lead();
    this.journal.emit({ type: 'leader', wasTaken });
    term.addEventListener('abort', () => {
      this.journal.follow();
      this.#underWay([]);
      sync.patch({ isLeading: false });
    });
  }

  signOfLife(): void {
    this.#options.post(this.#sender);
  }

  /** An attempt's batch is on its way; nothing is once it has ended. */
  sending(entries: readonly OutboxEntry[], attempt: number, trace: string): void {
    const sequences = entries.map(({ sequence }) => sequence);
    this.#underWay(sequences);
    this.#tell({ sending: sequences });
    if (entries.length > 0) this.journal.emit({ type: 'sent', count: entries.length, attempt, trace });
  }

  /** @param retryAt milliseconds since 1970 */
  failed(failure: Failure, retryAt: number | undefined, trace: string | undefined): void {
    this.#options.sync.senderFailed(failure, retryAt);
    this.#tell({ failure: { failure, retryAt } });
    const { kind, code } = failure;
    this.journal.emit({
      type: 'failed',
      kind,
      code,
      ...(retryAt === undefined ? {} : { retryAt: new Date(retryAt).toISOString() }),
      ...(trace === undefined ? {} : { trace }),
    });
  }

  answered(answers: readonly Happening[]): void {
    const { sync } = this.#options;
    sync.senderWorks();
    sync.roadOpen();
    this.#tell({ failure: undefined });
    this.journal.emit(...answers);
  }

  /** @param since ISO time; undefined once it moves again */
  stalled(since: string | undefined): void {
    this.#options.sync.patch({ stalledSince: since });
    this.#tell({ stalledSince: since });
    this.journal.emit(since === undefined ? { type: 'moving' } : { type: 'stalled', since });
  }

  /** Whether a restored server lacks what is not back in the outbox. */
  owing = (isOwing: boolean): void => {
    if (isOwing === this.#sender.isOwing) return;
    this.#options.sync.owing(isOwing);
    this.#tell({ isOwing });
  };

  /** The tab that leads has said how it goes. */
  heard({ sending, failure, stalledSince, isOwing }: Sender): void {
    const { sync } = this.#options;
    this.#underWay(sending);
    // Whether there is a session each tab asks for itself: that of a tab which was frozen may have ended since.
    if (failure && failure.failure.kind !== 'sign-in') sync.senderFailed(failure.failure, failure.retryAt);
    else sync.senderWorks();
    sync.patch({ stalledSince });
    // Of the one that led before, and was frozen meanwhile: what this tab owes it knows itself.
    if (!sync.status.get().isLeading) sync.owing(isOwing === true);
  }

  /** Tells programs of the road of the tab that sends; each tab has its own. */
  followRoad(): void {
    const { status } = this.#options.sync;
    let { road } = status.get();
    status.subscribe(() => {
      const { road: now, lastError: code, isLeading } = status.get();
      if (now === road) return;
      road = now;
      if (isLeading) this.journal.emit({ type: 'road', road, ...(code === undefined ? {} : { code }) });
    });
  }

  #underWay(sequences: readonly number[]): void {
    this.#options.sync.patch({ sending: sequences.length > 0 });
    this.entityStatuses.sending(sequences);
    this.queue.sending(sequences);
  }

  #tell(change: Partial<Sender>): void {
    this.#sender = { ...this.#sender, ...change };
    this.signOfLife();
  }
}

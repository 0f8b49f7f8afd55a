import { loadLater } from '#load-later';
import type { ConfirmedStore } from './cache/confirmed-store.ts';
import type { Leadership } from './leadership.ts';
import type { Admission } from './link/flusher.ts';
import type { Receipt } from './link/receipt.ts';
import type { Mirror } from './outbox/mirror.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { SentLog } from './outbox/sent-log.ts';
import type { Replica } from './replica.ts';
import { lacksEffectOf, settlementOf } from './settlement.ts';
import { StorageError } from './storage-error.ts';
import { answersOf } from './sync/answers.ts';
import type { Happening } from './sync/sync-event.ts';
import type { SyncState } from './sync-state.ts';
import type { TabMessage } from './tabs.ts';

export interface SettlingOptions {
  readonly replica: Replica;
  readonly confirmedStore: ConfirmedStore;
  readonly sentLog: SentLog;
  readonly mirror: Mirror;
  readonly leadership: Leadership;
  readonly sync: SyncState;
  post(message: TabMessage): void;
  /** Brings confirmed state up to what the server's head is at the time of the call, or later. */
  pull(): Promise<void>;
  /** The outbox has changed. */
  onChanged(): void;
  onAnswered(answers: readonly Happening[]): void;
  /** Whether the server lacks events of this device that are not back in the outbox. */
  onOwing(isOwing: boolean): void;
  /** Confirmed state is to be loaded from the beginning, now. */
  onLogOver(): void;
}

/** Step 8 of the journey, in the tab that leads: what the server answered, and what a restored server is given again. */
export class Settling {
  readonly #options: SettlingOptions;
  /** The log that the server has, as it said since this tab leads. */
  #sure: string | undefined;
  /** The log that was given back what it lacked. */
  #given: string | undefined;

  constructor(options: SettlingOptions) {
    this.#options = options;
  }

  /** The receipts enter confirmed state in the same step in which their events leave pending [C3]. @throws StorageError */
  async settle(entries: readonly OutboxEntry[], receipts: readonly Receipt[], trace: string): Promise<void> {
    const { replica, confirmedStore, mirror, leadership, sync, post, pull, onChanged, onAnswered } = this.#options;
    const { outbox } = replica;
    // A server that was set back to an older release knows an event's answer again, and cannot read what it happened to.
    if (lacksEffectOf(replica, entries, receipts)) await pull();
    const epoch = receipts[0]?.epoch ?? undefined;
    // An answer of the log before a backup was restored: what it says is not so any more.
    if (!replica.isOfThisLog(epoch)) return this.loadAfresh();
    const { answered, parked: refused, orphaned, confirmed, isPartial } = settlementOf(replica, entries, receipts);
    const remade = await Promise.all(orphaned.map((entry) => replica.writer.remake(entry))).catch((error: unknown) => {
      // Nothing is settled yet: all of it is sent again, and known again.
      sync.storageFailed(error);
      throw StorageError.from(error);
    });
    const answers = answersOf(outbox, entries, receipts, trace);
    const forget = [...answered, ...orphaned.map(({ sequence }) => sequence)];
    const hold = [...refused, ...remade];
    await mirror
      .ahead([...forget, ...refused.map(({ sequence }) => sequence)], async () => {
        confirmedStore.changed(replica.confirm(confirmed, { forget, hold }));
        onAnswered(answers);
        onChanged();
        // Frozen meanwhile, and robbed: the tab that leads now sends them once more, and stores what it is answered.
        if (!(await leadership.holds())) return;
        // Confirmed state first: if this tab dies between the two, the events are sent once more and known again.
        await confirmedStore.flush().catch(async (error: unknown) => {
          sync.storageFailed(error, true);
          await confirmedStore.drop();
        });
        await this.#keepCopies(entries, new Set(answered), epoch);
        await outbox.update(refused);
        await outbox.remove(forget);
        post({ kind: 'settled', answered: forget, parked: hold, confirmed, isPartial, epoch });
        // What could not be removed is sent again after the next start, and known again; the road is not to blame.
      })
      .catch(sync.storageFailed);
  }

  /** In case the server loses what it has taken. The device works without. */
  async #keepCopies(entries: readonly OutboxEntry[], taken: ReadonlySet<number>, epoch: string | undefined) {
    if (epoch === undefined) return;
    const copies = entries.filter(({ sequence }) => taken.has(sequence)).map((entry) => ({ entry, epoch }));
    await this.#options.sentLog.add(copies).catch(() => undefined);
  }

  /** This tab begins to lead: what it knows of the log may be older than what the one before it has sent. */
  lead(term: AbortSignal): void {
    this.#sure = undefined;
    this.#given = undefined;
    this.tellOwing();
    // Whoever leads next finds what is left, and says so.
    term.addEventListener('abort', () => this.#options.onOwing(false));
  }

  /** Says whether a restored server is still to be given back anything: until then not all is on the server. */
  tellOwing(): void {
    const { replica, sentLog, leadership, onOwing } = this.#options;
    if (!leadership.isLeading) return;
    const { epoch } = replica;
    onOwing(epoch !== undefined && this.#given !== epoch && sentLog.notOf(epoch).length > 0);
  }

  /**
   * Gives back to a restored server what it has lost of this device, before anything newer is sent [F4].
   * @throws StorageError, and what `pull` throws
   */
  async admit(): Promise<Admission> {
    const { replica, sentLog, sync, pull, post, onChanged } = this.#options;
    const isOther = () => replica.epoch !== undefined && sentLog.notOf(replica.epoch).length > 0;
    if (replica.isLoaded && isOther() && this.#sure !== replica.epoch) {
      // Frozen while another tab heard of a newer log, and sent to that: it would take what is there for lost.
      await pull();
      this.#sure = replica.epoch;
    }
    if (!replica.isLoaded) return replica.hasExpired || isOther() ? 'wait' : 'go';
    if (!isOther()) return 'go';
    const { reoffer } = await loadLater();
    const last = replica.outbox.lastSequence;
    const { entries, waiting, needsNewer } = await reoffer(replica, sentLog);
    sync.offeredAgain(entries.length, waiting);
    if (needsNewer) return 'leave';
    this.#given = replica.epoch;
    // What was written meanwhile may be what others of these wait for.
    if (entries.length === 0) {
      this.tellOwing();
      return replica.outbox.lastSequence === last ? 'go' : 'again';
    }
    replica.view.step({ hold: entries });
    onChanged();
    this.tellOwing();
    post({ kind: 'held', entries });
    return 'again';
  }

  /** The log that this tab knows is over, or may be: the feed tells. A load under way goes on as it is. */
  loadAfresh(): void {
    const { replica, onLogOver } = this.#options;
    if (!replica.isLoaded) return;
    replica.expire();
    onLogOver();
  }
}

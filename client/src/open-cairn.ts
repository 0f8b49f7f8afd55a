import { loadLater } from '#load-later';
import { ApolloClient, ApolloLink } from '@apollo/client';
import type { Intent } from '@cairn/domain';
import type { Cairn, CairnOptions, Draft } from './cairn.ts';
import { ApolloView, createApolloCache } from './cache/apollo-view.ts';
import { Foresight } from './cache/foresight.ts';
import { ConfirmedStore, type StoredState } from './cache/confirmed-store.ts';
import { shownIds } from './cache/shown-ids.ts';
import { memoryBucketStore } from './cache/bucket-store.ts';
import { destroyStorage, openStorage } from './client-storage.ts';
import { browserEnvironment } from './environment/browser.ts';
import { leaderLock, Leadership } from './leadership.ts';
import { Feed, type ChangePage } from './feed/feed.ts';
import { createDocuments } from './link/documents.ts';
import { Flusher } from './link/flusher.ts';
import { foldLink } from './link/fold-link.ts';
import { laterLink } from './link/later-link.ts';
import { queuedMutationLink } from './link/queued-mutation-link.ts';
import type { Receipt } from './link/receipt.ts';
import { requestOver } from './link/request.ts';
import { tokenStore } from './link/session.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import { Mirror } from './outbox/mirror.ts';
import { outboxFirst } from './outbox/outbox-first.ts';
import { Parking, refOf } from './outbox/parking.ts';
import { SentLog } from './outbox/sent-log.ts';
import { allAbsent, present } from './presence.ts';
import { Recorder } from './recorder.ts';
import { Replica } from './replica.ts';
import { Settling } from './settling.ts';
import type { Happening } from './sync/sync-event.ts';
import { SyncReport } from './sync/sync-report.ts';
import { storedDerived } from './storage/derived.ts';
import { StoredKept } from './storage/kept.ts';
import { SyncState } from './sync-state.ts';
import { Tabs, type TabMessage } from './tabs.ts';
import { Watchdog } from './watchdog.ts';

/** How long signing out waits for other tabs. Milliseconds. */
const WIPE_PATIENCE = 2_000;

/** Opens the account from this device's storage; resolves when all of it is readable. Needs no network. */
export async function openCairn<Payloads>(options: CairnOptions): Promise<Cairn<Payloads>> {
  const { app, identity } = options;
  const environment = options.environment ?? browserEnvironment();
  const registry = app.registry;
  const closing = new AbortController();
  let lastWrites: Promise<unknown> = Promise.resolve();
  const sync = new SyncState(environment);

  const documents = createDocuments(registry);
  const token = tokenStore(options.token);
  const { storage, scope, outboxLoaded, cached, destroyUnopened } = await openStorage(options, environment, sync);
  const leaves = present(environment.locks, identity);

  const store = outboxFirst(storage.outbox, async (full) => {
    sync.storageFailed(full, true);
    await confirmedStore.drop();
  });
  const replica = new Replica({ app, identity, environment, store });
  const { outbox, view } = replica;
  const confirmedStore = new ConfirmedStore({
    store: storage.buckets,
    view,
    registry,
    environment,
    place: () => ({ cursor: replica.durableCursor, epoch: replica.epoch }),
    mayWrite: () => leadership.holds(),
  });
  confirmedStore.onError = sync.storageFailed;
  const sentLog = new SentLog(storage.sent);
  const nothingStored = (error: unknown): StoredState => {
    sync.storageFailed(error);
    return { entities: [], cursor: null };
  };
  const [stored, kept] = await Promise.all([
    confirmedStore.load(cached).catch(nothingStored),
    StoredKept.open(storage.kept ?? memoryBucketStore()),
  ]);

  const cache = createApolloCache(registry);
  const apolloView = new ApolloView(cache, registry);
  replica.load(stored, outboxLoaded.entries);
  apolloView.load(view.entities());
  const foresight = new Foresight({
    view,
    screen: apolloView,
    onChanged(keys) {
      sync.patch({ saving: foresight.count });
      report.entityStatuses.changed(keys);
    },
  });

  const httpLink = laterLink(async () => (await loadLater()).createHttpLink(options, token, environment));
  const recorder = new Recorder({
    replica,
    show: foresight.during,
    made: (ids) => foresight.made(ids),
    environment,
    deviceId: identity.deviceId,
    sync,
    closing: closing.signal,
    onHeld: (entries) => held(entries),
  });
  const { record } = recorder;
  const mutations = new Set(registry.mutations);
  const isEntity = (typename: string) => registry.entities.some(({ type }) => type === typename);
  const client = new ApolloClient({
    cache,
    link: ApolloLink.from([
      queuedMutationLink({ isEvent: (field) => mutations.has(field), record }),
      foldLink(view, isEntity),
      httpLink,
    ]),
  });
  const request = requestOver(httpLink, client, environment);

  const report = new SyncReport({
    sync,
    replica,
    isSaving: (key) => foresight.has(key),
    environment,
    store: storage.journal,
    post: (message) => tabs.post(message),
  });
  const { journal } = report;

  function outboxChanged(): void {
    const { pending, parked } = outbox.count();
    if (pending === 0) sync.senderWorks();
    sync.patch({ pending, parked, waitingSince: replica.waitingSince() });
    parking.changed();
    report.queue.changed();
    watchdog.watch();
    leadership.watch();
  }

  const tabs = new Tabs(environment.channel(`cairn-${scope}`), onTabMessage);
  /** The feed has failed, or was cut off: what it brings next came over a road that is there again. */
  let wasCut = false;
  const feed = new Feed(
    {
      request,
      documents,
      async openSocket() {
        const { createSocket } = await loadLater();
        return createSocket({ url: options.webSocketUrl, environment, token, device: identity.deviceId });
      },
      environment,
      cursor: () => replica.cursor,
      apply(page: ChangePage) {
        const wasLoaded = replica.isLoaded;
        confirmedStore.changed(replica.applyPage(page));
        settling.tellOwing();
        if (!page.hasMore || !replica.isLoaded) sync.complete(!page.hasMore);
        sync.roadOpen();
        flusher.sessionHolds();
        // The road is back, and the flusher may be in a long wait still.
        if (wasCut) flusher.kick();
        wasCut = false;
        // What waited for this log, or for what the page has brought.
        if (replica.hasExpired && replica.isLoaded && (!wasLoaded || page.changes.length > 0)) flusher.kick();
      },
      onExpired() {
        replica.expire();
        sync.complete(false);
      },
      onFailure(failure, retryAt) {
        wasCut = true;
        sync.complete(false);
        sync.roadFailed(failure, retryAt);
      },
      // A server that is quickly back has failed the flusher alone, which may wait for a minute.
      onEnded() {
        wasCut = true;
      },
    },
    closing.signal,
  );
  const flusher = new Flusher({
    outbox,
    registry,
    environment,
    async send(entries, signal, trace) {
      const events = entries.map(({ mutation, input }) => ({ [mutation]: input }));
      const epoch = replica.epoch ?? sentLog.lastEpoch;
      const variables = { events, ...(epoch === undefined ? {} : { epoch }) };
      return (await request<{ replayEvents: Receipt[] }>(documents.replayEvents, variables, signal, trace))
        .replayEvents;
    },
    settle: (entries, receipts, trace) => settling.settle(entries, receipts, trace),
    admit: () => settling.admit(),
    mayComeBack: (key) => replica.mayComeBack(key),
    isConfirmed: (key) => view.confirmedByKey(key) !== undefined,
    catchUp: () => mirror.catchUp(),
    seal: (sequences) => recorder.seal(sequences),
    onSending: (entries, attempt, trace) => report.sending(entries, attempt, trace),
    onFailure(failure, retryAt, trace) {
      if (failure.kind === 'expired') settling.loadAfresh();
      report.failed(failure, retryAt, trace);
      watchdog.moved();
    },
  });
  const watchdog = new Watchdog({
    environment,
    closing: closing.signal,
    isWaiting: () => sync.status.get().pending > 0,
    isDue: () => leadership.isLeading && flusher.isDue,
    onStalled: (since) => report.stalled(since),
    restart: () => flusher.restart(),
  });
  const leadership = new Leadership({
    lock: leaderLock(scope),
    environment,
    closing: closing.signal,
    lead,
    ask: () => tabs.post({ kind: 'ask' }),
    // Without a road the one that leads could do nothing either.
    isNeeded() {
      const { road, pending } = sync.status.get();
      return pending > 0 && (road === 'open' || road === 'unknown');
    },
    onError: sync.storageFailed,
  });

  const mirror = new Mirror({
    replica,
    pull: () => feed.pullAnew(),
    onReread() {
      outboxChanged();
      flusher.kick();
    },
  });
  const settling = new Settling({
    replica,
    confirmedStore,
    sentLog,
    mirror,
    leadership,
    sync,
    post: (message) => tabs.post(message),
    pull: () => feed.pullAnew(),
    onChanged() {
      outboxChanged();
      watchdog.moved();
    },
    onAnswered: (answers) => report.answered(answers),
    onOwing: report.owing,
    onLogOver() {
      sync.complete(false);
      feed.askAnew();
    },
  });
  const parking = new Parking({
    replica,
    record,
    onForgotten(sequence) {
      outboxChanged();
      tabs.post({ kind: 'settled', answered: [sequence], parked: [], confirmed: [] });
    },
    onBack(entry) {
      outboxChanged();
      tabs.post({ kind: 'held', entries: [entry] });
    },
    tell: (happening) => journal.emit(happening),
  });
  outboxChanged();

  function held(entries: readonly OutboxEntry[]): void {
    if (entries.length === 0) return;
    const fresh = entries.filter(({ sequence }) => outbox.get(sequence) === undefined);
    view.step({ hold: entries });
    foresight.stepped(entries.flatMap(({ sequence }) => outbox.get(sequence)?.entity ?? []));
    const queued = fresh.flatMap(({ sequence, draft }): Happening[] => {
      const known = outbox.get(sequence);
      return known ? [{ type: 'queued', isDraft: draft === true, ...refOf(known) }] : [];
    });
    journal.emit(...queued);
    outboxChanged();
    tabs.post({ kind: 'held', entries });
    // Not before the change is on the screen: with thousands waiting, making up a batch takes longer than showing it.
    environment.schedule(() => flusher.kick(), 0);
    if (entries.some(({ draft }) => !draft)) leadership.makeSure();
  }

  function onTabMessage(message: TabMessage): void {
    if (message.kind === 'held') {
      view.step({ hold: message.entries.filter((entry) => replica.isNews(entry)) });
      flusher.kick();
    } else if (message.kind === 'ask') {
      if (leadership.isLeading) report.signOfLife();
      return;
    } else if (message.kind === 'happened') {
      return journal.heard(message.events);
    } else if (message.kind === 'settled') {
      if (!replica.isOfThisLog(message.epoch)) return;
      // A tab of another release: what it knows of an entity is not what is known here. The server is asked.
      const isWhole = !message.isPartial && replica.isOfThisRelease(message.confirmed);
      if (!isWhole) return mirror.rereadSoon();
      confirmedStore.changed(replica.confirm(message.confirmed, { forget: message.answered, hold: message.parked }));
    } else if (message.kind === 'sender') {
      leadership.leaderSpoke();
      const isSignedOut = message.failure?.failure.kind === 'sign-in';
      if (isSignedOut && sync.status.get().road !== 'signed-out') feed.kick();
      return report.heard(message);
    } else if (message.kind === 'wiped') {
      void close({ flush: false });
    } else {
      flusher.resume();
      feed.kick();
    }
    outboxChanged();
  }

  /** One tab of the profile at a time sends the outbox and stores confirmed state [O2]. */
  async function lead(term: AbortSignal, wasTaken: boolean): Promise<void> {
    report.lead(term, wasTaken);
    term.addEventListener('abort', () => confirmedStore.follow());
    // A cache that cannot be read is loaded from the server; the outbox must flow all the same.
    const fromDisk = await confirmedStore.load().catch(nothingStored);
    // Robbed while the disk was read: another tab writes now.
    if (term.aborted) return;
    const accepted = replica.confirmStored(fromDisk);
    confirmedStore.changed(accepted);
    // The one before this was loading as well, and had got further: a page on its way is older than what it has stored.
    if (accepted.length > 0 && !replica.isLoaded) {
      replica.loadAnew();
      feed.askAnew();
    }
    const isOver = replica.hasExpired || !replica.isOfThisLog(fromDisk.epoch);
    const isUseless = isOver || fromDisk.isOfOtherRelease === true;
    confirmedStore.lead(isUseless ? { entities: [], cursor: null } : fromDisk);
    // Of a log that is over, or of a release that knows less, nothing may stay on the disk as it is: what is left of it is
    // written anew, or taken away.
    if (isUseless) confirmedStore.changed(fromDisk.entities);
    await sentLog.load().catch(() => undefined);
    settling.lead(term);
    await mirror.reread().catch(() => undefined);
    await flusher.run(term);
    // The lock says that nobody else stores: what the next one reads must not be written after.
    await lastWrites;
  }

  const stopSignals = environment.signals.subscribe((signal) => {
    if (signal === 'hide') {
      void recorder.sealDrafts().catch(() => undefined);
      void confirmedStore.flush().catch(() => undefined);
      void journal.flush();
    } else if (signal === 'resume') mirror.rereadSoon();
    else syncNow();
  });

  const stopRereading = mirror.keep(environment, closing.signal);

  function syncNow(): void {
    flusher.kick();
    feed.kick();
    tabs.post({ kind: 'kick' });
    mirror.rereadSoon();
    if (sync.status.get().pending > 0) leadership.makeSure();
  }

  async function close(how: { flush: boolean }): Promise<void> {
    if (closing.signal.aborted) return;
    if (how.flush) await recorder.sealDrafts().catch(() => undefined);
    if (closing.signal.aborted) return;
    lastWrites = Promise.all([confirmedStore.stop(how), how.flush ? journal.flush() : undefined]);
    closing.abort();
    await lastWrites;
    stopRereading();
    stopSignals();
    tabs.close();
    client.stop();
    await leading;
    await kept.settled();
    await storage.outbox.close();
    leaves();
  }

  /** Stops in every tab; nothing more of the account is stored. */
  async function leave(): Promise<void> {
    if (!closing.signal.aborted) tabs.post({ kind: 'wiped' });
    await close({ flush: false });
    await client.clearStore();
    // Then no other tab writes any more; one that is stuck must not keep the account here.
    const patience = new AbortController();
    const cancel = environment.schedule(() => patience.abort(), WIPE_PATIENCE);
    await allAbsent(environment.locks, identity, patience.signal).catch(() => undefined);
    cancel();
  }

  const leading = leadership.run();
  void feed.run();
  void journal.load();
  report.followRoad();
  sync.status.subscribe(() => leadership.watch());

  return {
    client,
    record: (mutation, payload) => record(mutation, payload as object),
    recordAll: (events, options) => recorder.recordAll(events as readonly Intent[], options),
    draft: (mutation, payload) => recorder.draft(mutation, payload as object) as Promise<Draft<typeof payload>>,
    undo: () => recorder.undo.undo(),
    redo: () => recorder.undo.redo(),
    undoable: recorder.undo.state,
    takeBack: (effect) => recorder.undo.takeBack(effect),
    bringBack: (ref, fields) => recorder.undo.bringBack(ref, fields),
    newId: () => replica.writer.newId(),
    entity: (ref) => view.get(ref),
    entities: () => view.entities(),
    changes: { subscribe: (listener) => view.subscribe(listener) },
    index: (name, partition) => replica.index(name).ids(partition),
    screen: {
      entity: (ref) => foresight.get(ref),
      index: (name, partition) => shownIds(replica.index(name), partition, foresight.created),
    },
    statusOf: (ref) => report.entityStatuses.of(ref),
    kept,
    derived: storedDerived(storage.derived, closing.signal),
    status: sync.status,
    sync: {
      events: { subscribe: (listener) => journal.subscribe(listener) },
      record: journal.record,
      queue: report.queue,
    },
    parked: parking.parked,
    retryParked: (sequence) => parking.retry(sequence),
    editParked: (sequence, payload) => parking.edit(sequence, payload),
    async exportUnsent(sequences) {
      // Storage has what another tab wrote a moment ago, too; where it cannot be read, memory is what there is.
      const { entries } = await outbox.load().catch(() => ({ entries: outbox.all().map(({ entry }) => entry) }));
      const chosen = sequences ? entries.filter(({ sequence }) => sequences.includes(sequence)) : entries;
      journal.emit({ type: 'exported', count: chosen.length });
      const { unsentFile } = await loadLater();
      return unsentFile(chosen, identity, environment.now());
    },
    discardParked: (sequence) => parking.discard(sequence),
    syncNow,
    resume() {
      flusher.resume();
      feed.kick();
      tabs.post({ kind: 'kick' });
    },
    close: () => close({ flush: true }),
    leave,
    async wipe() {
      await leave();
      await destroyStorage(storage, confirmedStore);
      await destroyUnopened?.();
    },
  };
}

import { ApolloClient, ApolloLink } from '@apollo/client';
import type { Cairn, CairnOptions, Draft } from './cairn.ts';
import { ApolloView, createApolloCache } from './cache/apollo-view.ts';
import { ConfirmedStore, type StoredState } from './cache/confirmed-store.ts';
import { openStorage } from './client-storage.ts';
import { browserEnvironment } from './environment/browser.ts';
import { Feed, type ChangePage } from './feed/feed.ts';
import { createSocket } from './feed/socket.ts';
import { createDocuments } from './link/documents.ts';
import { Flusher } from './link/flusher.ts';
import { foldLink } from './link/fold-link.ts';
import { createHttpLink } from './link/http-link.ts';
import { queuedMutationLink } from './link/queued-mutation-link.ts';
import type { Receipt } from './link/receipt.ts';
import { requestOver } from './link/request.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import { Mirror } from './outbox/mirror.ts';
import { Parking } from './outbox/parking.ts';
import { PendingCounts } from './outbox/pending-counts.ts';
import { Recorder } from './recorder.ts';
import { Replica } from './replica.ts';
import { SyncState } from './sync-state.ts';
import { StorageError } from './storage-error.ts';
import { Tabs, type TabMessage } from './tabs.ts';

/** How long signing out waits for other tabs. Milliseconds. */
const WIPE_PATIENCE = 2_000;

/** Opens the account from this device's storage; resolves when all of it is readable. Needs no network. */
export async function openCairn<Payloads>(options: CairnOptions): Promise<Cairn<Payloads>> {
  const { app, identity } = options;
  const environment = options.environment ?? browserEnvironment();
  const registry = app.registry;
  const closing = new AbortController();
  const sync = new SyncState(environment);

  const documents = createDocuments(registry);
  const { storage, scope, outboxLoaded } = await openStorage(options, environment, sync);

  const replica = new Replica({ app, identity, environment, store: storage.outbox });
  const { outbox, view } = replica;
  const confirmedStore = new ConfirmedStore({
    store: storage.buckets,
    view,
    registry,
    environment,
    cursor: () => replica.durableCursor,
  });
  confirmedStore.onError = sync.storageFailed;
  const nothingStored = (error: unknown): StoredState => {
    sync.storageFailed(error);
    return { entities: [], cursor: null };
  };
  const stored = await confirmedStore.load().catch(nothingStored);

  const cache = createApolloCache(registry);
  const apolloView = new ApolloView(cache, registry);
  replica.load(stored.entities, stored.cursor, outboxLoaded.entries);
  apolloView.load(view.entities());
  view.subscribe((changes) => apolloView.update(changes));

  const httpLink = createHttpLink(options, environment);
  const recorder = new Recorder({
    replica,
    environment,
    deviceId: identity.deviceId,
    sync,
    closing: closing.signal,
    onHeld: (entry) => held(entry),
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

  const pendingCounts = new PendingCounts(replica);

  function outboxChanged(): void {
    const { pending, parked } = outbox.count();
    sync.patch({ pending, parked, waitingSince: replica.waitingSince() });
    parking.changed();
  }

  const tabs = new Tabs(environment.channel(`cairn-${scope}`), onTabMessage);
  const feed = new Feed(
    {
      request,
      documents,
      openSocket: () =>
        createSocket({ url: options.webSocketUrl, environment, token: options.token, device: identity.deviceId }),
      environment,
      cursor: () => replica.cursor,
      apply(page: ChangePage) {
        confirmedStore.changed(replica.applyPage(page));
        sync.roadOpen();
        flusher.sessionHolds();
      },
      onExpired: () => replica.expire(),
      onCaughtUp: () => sync.patch({ caughtUp: true }),
      onFailure: (failure, retryAt) => sync.roadFailed(failure, retryAt, false),
    },
    closing.signal,
  );
  const flusher = new Flusher({
    outbox,
    registry,
    environment,
    async send(entries, signal) {
      const events = entries.map(({ mutation, input }) => ({ [mutation]: input }));
      return (await request<{ replayEvents: Receipt[] }>(documents.replayEvents, { events }, signal)).replayEvents;
    },
    settle,
    catchUp: () => mirror.catchUp(),
    seal: (sequences) => recorder.seal(sequences),
    onSending(sending) {
      sync.patch({ sending });
      const { lastError, retryAt } = sync.status.get();
      tabs.post({ kind: 'sender', sending, lastError, retryAt });
    },
    onFailure: sync.roadFailed,
  });

  const mirror = new Mirror({
    replica,
    pull: () => feed.pull(),
    onReread() {
      outboxChanged();
      flusher.kick();
    },
  });
  const parking = new Parking({
    replica,
    record,
    onForgotten(sequence) {
      outboxChanged();
      tabs.post({ kind: 'settled', answered: [sequence], parked: [], confirmed: [] });
    },
  });
  outboxChanged();

  function held(entry: OutboxEntry): void {
    view.step({ hold: [entry] });
    outboxChanged();
    tabs.post({ kind: 'held', entries: [entry] });
    // Not before the change is on the screen: with thousands waiting, making up a batch takes longer than showing it.
    environment.schedule(() => flusher.kick(), 0);
  }

  /** Step 8: the receipts enter confirmed state in the same step in which their events leave pending [C3]. */
  async function settle(entries: readonly OutboxEntry[], receipts: readonly Receipt[]): Promise<void> {
    const { answered, parked: refused, orphaned, confirmed } = replica.settlement(entries, receipts);
    const remade = await Promise.all(orphaned.map((entry) => replica.remake(entry))).catch((error: unknown) => {
      // Nothing is settled yet: all of it is sent again, and known again.
      sync.storageFailed(error);
      throw StorageError.from(error);
    });
    const forget = [...answered, ...orphaned.map(({ sequence }) => sequence)];
    const hold = [...refused, ...remade];
    await mirror
      .ahead([...forget, ...refused.map(({ sequence }) => sequence)], async () => {
        confirmedStore.changed(replica.confirm(confirmed, { forget, hold }));
        outboxChanged();
        sync.roadOpen();
        // Confirmed state first: if this tab dies between the two, the events are sent once more and known again.
        await confirmedStore.flush().catch(async (error: unknown) => {
          sync.storageFailed(error, true);
          await confirmedStore.drop();
        });
        await outbox.update(refused);
        await outbox.remove(forget);
        tabs.post({ kind: 'settled', answered: forget, parked: hold, confirmed });
        // What could not be removed is sent again after the next start, and known again; the road is not to blame.
      })
      .catch(sync.storageFailed);
  }

  function onTabMessage(message: TabMessage): void {
    if (message.kind === 'held') {
      view.step({ hold: message.entries.filter((entry) => replica.isNews(entry)) });
      flusher.kick();
    } else if (message.kind === 'settled') {
      confirmedStore.changed(replica.confirm(message.confirmed, { forget: message.answered, hold: message.parked }));
    } else if (message.kind === 'sender') {
      sync.patch({ sending: message.sending, lastError: message.lastError, retryAt: message.retryAt });
    } else if (message.kind === 'wiped') {
      void close({ flush: false });
    } else {
      flusher.resume();
      feed.kick();
    }
    outboxChanged();
  }

  /** One tab of the profile at a time sends the outbox and stores confirmed state [O2]. */
  async function lead(): Promise<void> {
    // A cache that cannot be read is loaded from the server; the outbox must flow all the same.
    const fromDisk = await confirmedStore.load().catch(nothingStored);
    confirmedStore.changed(replica.confirmStored(fromDisk));
    confirmedStore.lead(replica.hasExpired ? { entities: [], cursor: null } : fromDisk);
    // Of a log that is over nothing may stay on the disk: what is left of it is written anew, or taken away.
    if (replica.hasExpired) confirmedStore.changed(fromDisk.entities);
    await mirror.reread().catch(() => undefined);
    await flusher.run(closing.signal);
  }

  const stopSignals = environment.signals.subscribe((signal) => {
    if (signal === 'hide') {
      void recorder.sealDrafts().catch(() => undefined);
      void confirmedStore.flush().catch(() => undefined);
    } else if (signal === 'resume') mirror.rereadSoon();
    else syncNow();
  });

  const stopRereading = mirror.keep(environment, closing.signal);

  function syncNow(): void {
    flusher.kick();
    feed.kick();
    tabs.post({ kind: 'kick' });
    mirror.rereadSoon();
  }

  async function close(how: { flush: boolean }): Promise<void> {
    if (closing.signal.aborted) return;
    if (how.flush) await recorder.sealDrafts().catch(() => undefined);
    if (closing.signal.aborted) return;
    const stopped = confirmedStore.stop(how);
    closing.abort();
    await stopped;
    stopRereading();
    stopSignals();
    tabs.close();
    client.stop();
    await leading;
    await storage.outbox.close();
  }

  const leaderLock = `cairn-leader-${scope}`;
  const leading = environment.locks.request(leaderLock, closing.signal, lead).catch((error: unknown) => {
    if (!closing.signal.aborted) sync.storageFailed(error);
  });
  void feed.run();

  return {
    client,
    record: (mutation, payload) => record(mutation, payload as object),
    draft: (mutation, payload) => recorder.draft(mutation, payload as object) as Promise<Draft<typeof payload>>,
    undo: () => recorder.undo.undo(),
    redo: () => recorder.undo.redo(),
    undoable: recorder.undo.state,
    takeBack: (effect) => recorder.undo.takeBack(effect),
    bringBack: (ref, fields) => recorder.undo.bringBack(ref, fields),
    newId: () => replica.newId(),
    entity: (ref) => view.get(ref),
    index(name, partition) {
      const index = replica.indexes.get(name);
      if (!index) throw new Error(`the app defines no index ${name}`);
      return index.ids(partition);
    },
    pendingOf: (ref) => pendingCounts.of(ref),
    status: sync.status,
    parked: parking.parked,
    retryParked: (sequence) => parking.retry(sequence),
    discardParked: (sequence) => parking.discard(sequence),
    syncNow,
    resume() {
      flusher.resume();
      feed.kick();
      tabs.post({ kind: 'kick' });
    },
    close: () => close({ flush: true }),
    async wipe() {
      tabs.post({ kind: 'wiped' });
      await close({ flush: false });
      await client.clearStore();
      // Once the lock is ours no other tab writes any more; one that is stuck must not keep the account here.
      const patience = new AbortController();
      const cancel = environment.schedule(() => patience.abort(), WIPE_PATIENCE);
      await environment.locks.request(leaderLock, patience.signal, async () => undefined).catch(() => undefined);
      cancel();
      const ends = await Promise.allSettled([storage.outbox.destroy(), confirmedStore.destroy()]);
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw StorageError.from(failed.reason);
    },
  };
}

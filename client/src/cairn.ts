import { ApolloClient, ApolloLink, HttpLink } from '@apollo/client';
import { entityKey, type Entity, type EntityRef } from '@cairn/domain';
import type { CairnApp, Identity } from './app.ts';
import { ApolloView, createApolloCache } from './cache/apollo-view.ts';
import { memoryBucketStore } from './cache/bucket-store.ts';
import { ConfirmedStore } from './cache/confirmed-store.ts';
import { browserStorage, type ClientStorage } from './client-storage.ts';
import { browserEnvironment } from './environment/browser.ts';
import type { Environment } from './environment/environment.ts';
import { Feed, type ChangePage } from './feed/feed.ts';
import { createSocket } from './feed/socket.ts';
import type { Failure } from './link/classify.ts';
import { createDocuments } from './link/documents.ts';
import { Flusher } from './link/flusher.ts';
import { foldLink } from './link/fold-link.ts';
import { queuedMutationLink } from './link/queued-mutation-link.ts';
import type { Receipt } from './link/receipt.ts';
import { requestOver } from './link/request.ts';
import { memoryOutboxStore } from './outbox/memory-outbox-store.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import { Replica } from './replica.ts';
import { Observed, type Observable, type Road, type SyncStatus } from './status.ts';
import { StorageError } from './storage-error.ts';
import { Tabs, type TabMessage } from './tabs.ts';

export interface CairnOptions {
  readonly app: CairnApp;
  readonly identity: Identity;
  /** HTTP GraphQL endpoint. */
  readonly url: string;
  readonly webSocketUrl: string;
  /** Session token of a program; a browser's cookie travels by itself. */
  readonly token?: string | undefined;
  readonly environment?: Environment;
  /** Default: IndexedDB, named by account. */
  readonly storage?: ClientStorage;
}

/** An event the server rejected: kept until the person retries or discards it [O4]. */
export interface ParkedEvent {
  readonly sequence: number;
  readonly mutation: string;
  readonly input: OutboxEntry['input'];
  readonly code: string;
  readonly message: string;
}

/** An offline-capable client of one account on one device. */
export interface Cairn<Payloads> {
  /** Apollo's client. Its cache holds the view; event mutations sent through it go to the outbox. */
  readonly client: ApolloClient;
  /**
   * Writes an event. Resolves when it is durable on this device and shown.
   * Rejects with a Refusal (nothing was written), or with a StorageError (it is not saved).
   */
  record<M extends keyof Payloads & string>(mutation: M, payload: Payloads[M]): Promise<{ eventId: string }>;
  /** A UUIDv7 for a new entity. */
  newId(): string;
  /** The view of one entity, now. */
  entity(ref: EntityRef): Entity | undefined;
  /** Sorted ids of one partition of an index. */
  index(name: string, partition: string): Observable<readonly string[]>;
  /** How many events of the entity are not on the server yet. */
  pendingOf(ref: EntityRef): Observable<number>;
  readonly status: Observable<SyncStatus>;
  readonly parked: Observable<readonly ParkedEvent[]>;
  /** Writes a parked event anew, on top of what is there now, and drops the parked one. */
  retryParked(sequence: number): Promise<void>;
  discardParked(sequence: number): Promise<void>;
  syncNow(): void;
  /** Somebody has signed in again to this account. */
  resume(): void;
  /** Stores what is left to store, and stops. */
  close(): Promise<void>;
  /** Stops, and deletes this account from this device. Needs no network. */
  wipe(): Promise<void>;
}

/** Opens the account from this device's storage; resolves when all of it is readable. Needs no network. */
export async function openCairn<Payloads>(options: CairnOptions): Promise<Cairn<Payloads>> {
  const { app, identity } = options;
  const environment = options.environment ?? browserEnvironment();
  const registry = app.registry;
  const closing = new AbortController();
  const status = new Observed<SyncStatus>({
    road: 'unknown',
    sending: false,
    pending: 0,
    parked: 0,
    caughtUp: false,
  });
  const patch = (change: Partial<SyncStatus>) => status.set({ ...status.get(), ...change });
  const storageFailed = (error: unknown) => patch({ storageError: StorageError.from(error).code });

  const documents = createDocuments(registry);
  let storage = options.storage ?? (await browserStorage(identity.accountId, environment));
  const outboxLoaded = await storage.outbox.load().catch((error: unknown) => {
    // No storage at all (a private window, a full disk): work from memory, and say so.
    storageFailed(error);
    storage = { outbox: memoryOutboxStore(), buckets: memoryBucketStore() };
    return storage.outbox.load();
  });

  const replica = new Replica({ app, identity, environment, store: storage.outbox });
  const { outbox, view } = replica;
  const confirmedStore = new ConfirmedStore({
    store: storage.buckets,
    view,
    environment,
    cursor: () => replica.durableCursor,
  });
  confirmedStore.onError = storageFailed;
  const stored = await confirmedStore.load().catch((error: unknown) => {
    storageFailed(error);
    return { entities: [], cursor: null };
  });

  const cache = createApolloCache(registry);
  const apolloView = new ApolloView(cache, registry);
  replica.load(stored.entities, stored.cursor, outboxLoaded.entries);
  apolloView.load(view.entities());
  view.subscribe((changes) => apolloView.update(changes));

  const httpLink = new HttpLink({
    uri: options.url,
    fetch: environment.fetch,
    ...(options.token === undefined
      ? { credentials: 'same-origin' }
      : { headers: { authorization: `Bearer ${options.token}` } }),
  });
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

  const parked = new Observed<readonly ParkedEvent[]>([]);
  const pendingCounts = new Map<string, Observed<number>>();

  function outboxChanged(): void {
    const { pending, parked: parkedCount } = outbox.count();
    patch({ pending, parked: parkedCount, waitingSince: replica.waitingSince() });
    if (parkedCount > 0 || parked.get().length > 0) parked.set(parkedEvents(outbox));
  }
  view.subscribe((changes) => {
    for (const { key } of changes) pendingCounts.get(key)?.set(outbox.pendingOf(key).length);
  });
  outboxChanged();

  const tabs = new Tabs(environment.channel(`cairn-${identity.accountId}`), onTabMessage);
  const feed = new Feed(
    {
      request,
      documents,
      openSocket: () => createSocket({ url: options.webSocketUrl, environment, token: options.token }),
      environment,
      cursor: () => replica.cursor,
      apply(page: ChangePage) {
        confirmedStore.changed(replica.applyPage(page));
        roadOpen();
      },
      onExpired: () => replica.expire(),
      onCaughtUp: () => patch({ caughtUp: true }),
      onFailure: roadFailed,
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
    onSending(sending) {
      patch({ sending });
      tabs.post({ kind: 'sender', sending, lastError: status.get().lastError, retryAt: status.get().retryAt });
    },
    onFailure: roadFailed,
  });

  function roadOpen(): void {
    patch({
      road: 'open',
      downSince: undefined,
      retryAt: undefined,
      lastError: undefined,
      lastSyncedAt: new Date(environment.now()).toISOString(),
    });
  }

  function roadFailed(failure: Failure, retryAt: number | undefined): void {
    const road: Road =
      failure.kind === 'sign-in'
        ? 'signed-out'
        : failure.kind === 'road'
          ? environment.signals.isOnline()
            ? 'unreachable'
            : 'offline'
          : 'blocked';
    patch({
      road,
      caughtUp: false,
      downSince: status.get().downSince ?? new Date(environment.now()).toISOString(),
      lastError: failure.code,
      retryAt: retryAt === undefined ? undefined : new Date(retryAt).toISOString(),
    });
  }

  /** Steps 1 to 3 of the journey. */
  async function record(mutation: string, payload: object): Promise<{ eventId: string }> {
    const entry = await replica.append(mutation, payload as { readonly [member: string]: unknown }).catch((error) => {
      if (error instanceof StorageError) storageFailed(error);
      throw error;
    });
    view.step({ hold: [entry] });
    outboxChanged();
    tabs.post({ kind: 'held', entries: [entry] });
    flusher.kick();
    return { eventId: entry.input.event.id };
  }

  /** Step 8: the receipts enter confirmed state in the same step in which their events leave pending [C3]. */
  async function settle(entries: readonly OutboxEntry[], receipts: readonly Receipt[]): Promise<void> {
    const { answered, parked: refused, confirmed } = replica.settlement(entries, receipts);
    confirmedStore.changed(replica.confirm(confirmed, { forget: answered, hold: refused }));
    outboxChanged();
    roadOpen();
    // Confirmed state first: if this tab dies between the two, the events are sent once more and known again.
    await confirmedStore.flush();
    await outbox.update(refused);
    await outbox.remove(answered);
    tabs.post({ kind: 'settled', answered, parked: refused, confirmed });
  }

  function onTabMessage(message: TabMessage): void {
    if (message.kind === 'held') {
      view.step({ hold: message.entries });
      flusher.kick();
    } else if (message.kind === 'settled') {
      confirmedStore.changed(replica.confirm(message.confirmed, { forget: message.answered, hold: message.parked }));
    } else if (message.kind === 'sender') {
      patch({ sending: message.sending, lastError: message.lastError, retryAt: message.retryAt });
    } else if (message.kind === 'wiped') {
      void close();
    } else {
      flusher.resume();
      feed.kick();
    }
    outboxChanged();
  }

  /** A hidden or frozen tab may have missed messages: storage has the truth. */
  async function rereadOutbox(): Promise<void> {
    const { entries } = await outbox.load();
    const durable = new Set(entries.map(({ sequence }) => sequence));
    view.step({ hold: entries.filter(({ sequence, rejection }) => isNews(sequence, rejection !== undefined)) });
    const gone = outbox.all().filter(({ entry }) => !durable.has(entry.sequence));
    if (gone.length > 0) {
      // Another tab settled them. Their effect must be here before they leave [C3].
      await feed.pull();
      view.step({ forget: gone.map(({ entry }) => entry.sequence) });
    }
    outboxChanged();
    flusher.kick();
  }

  function isNews(sequence: number, rejected: boolean): boolean {
    const held = outbox.get(sequence);
    return !held || rejected !== (held.entry.rejection !== undefined);
  }

  /** One tab of the profile at a time sends the outbox and stores confirmed state [O2]. */
  async function lead(): Promise<void> {
    const fromDisk = await confirmedStore.load();
    confirmedStore.changed(replica.confirm(fromDisk.entities));
    confirmedStore.lead(fromDisk);
    await rereadOutbox().catch(() => undefined);
    await flusher.run(closing.signal);
  }

  const stopSignals = environment.signals.subscribe((signal) => {
    if (signal === 'hide') void confirmedStore.flush().catch(() => undefined);
    else if (signal === 'resume') void rereadOutbox().catch(() => undefined);
    else syncNow();
  });

  function syncNow(): void {
    flusher.kick();
    feed.kick();
    tabs.post({ kind: 'kick' });
  }

  async function close(): Promise<void> {
    if (closing.signal.aborted) return;
    await confirmedStore.stop();
    closing.abort();
    stopSignals();
    tabs.close();
    client.stop();
    await leading;
    await storage.outbox.close();
  }

  const leading = environment.locks
    .request(`cairn-leader-${identity.accountId}`, closing.signal, lead)
    .catch((error: unknown) => {
      if (!closing.signal.aborted) storageFailed(error);
    });
  void feed.run();

  return {
    client,
    record: (mutation, payload) => record(mutation, payload as object),
    newId: () => replica.newId(),
    entity: (ref) => view.get(ref),
    index(name, partition) {
      const index = replica.indexes.get(name);
      if (!index) throw new Error(`the app defines no index ${name}`);
      return index.ids(partition);
    },
    pendingOf(ref) {
      const key = entityKey(ref);
      let count = pendingCounts.get(key);
      if (!count) {
        count = new Observed(outbox.pendingOf(key).length);
        pendingCounts.set(key, count);
      }
      return count;
    },
    status,
    parked,
    async retryParked(sequence) {
      const held = outbox.get(sequence);
      if (!held?.entry.rejection) return;
      const { event: _, ...payload } = held.entry.input;
      await record(held.entry.mutation, payload);
      await discard(sequence);
    },
    discardParked: discard,
    syncNow,
    resume() {
      flusher.resume();
      feed.kick();
      tabs.post({ kind: 'kick' });
    },
    close,
    async wipe() {
      tabs.post({ kind: 'wiped' });
      await close();
      await client.clearStore();
      await storage.outbox.destroy();
      await confirmedStore.destroy();
    },
  };

  async function discard(sequence: number): Promise<void> {
    if (!outbox.get(sequence)?.entry.rejection) return;
    await outbox.remove([sequence]);
    view.step({ forget: [sequence] });
    outboxChanged();
    tabs.post({ kind: 'settled', answered: [sequence], parked: [], confirmed: [] });
  }
}

function parkedEvents(outbox: Replica['outbox']): ParkedEvent[] {
  return outbox
    .all()
    .flatMap(({ entry: { sequence, mutation, input, rejection } }) =>
      rejection ? [{ sequence, mutation, input, ...rejection }] : [],
    );
}

import type { ApolloClient } from '@apollo/client';
import type { Effect, Entity, EntityRef, Fields } from '@cairn/domain';
import type { CairnApp, Identity } from './app.ts';
import type { ClientStorage } from './client-storage.ts';
import type { Environment } from './environment/environment.ts';
import type { OutboxEntry } from './outbox/outbox-entry.ts';
import type { Derived } from './storage/derived.ts';
import type { Kept } from './storage/kept.ts';
import type { TokenStore } from './link/session.ts';
import type { EntityStatus } from './outbox/entity-status.ts';
import type { QueuedEvent } from './outbox/queue.ts';
import type { Observable, SyncStatus } from './status.ts';
import type { SyncEvent } from './sync/sync-event.ts';
import type { SyncRecord } from './sync/sync-record.ts';

export interface CairnOptions {
  readonly app: CairnApp;
  readonly identity: Identity;
  /** HTTP GraphQL endpoint. */
  readonly url: string;
  readonly webSocketUrl: string;
  /**
   * Session token of a program, or where it is kept; a browser's cookie travels by itself. It is refreshed while the
   * client runs: what a program was given as text is of no use to it after a restart.
   */
  readonly token?: string | TokenStore | undefined;
  readonly environment?: Environment;
  /** Default: IndexedDB, named by account. */
  readonly storage?: ClientStorage;
}

/** An event the server rejected: kept until the person retries or discards it [O4]. */
export interface ParkedEvent {
  readonly sequence: number;
  readonly mutation: string;
  readonly input: OutboxEntry['input'];
  readonly entity?: EntityRef | undefined;
  readonly code: string;
  readonly message: string;
}

/** Undoes what was just done. */
export type TakeBack = () => Promise<void>;

/** What happens to this device's events on their way, for programs and for a page about it; see docs/client.md. */
export interface Sync {
  /** Each thing as it happens, in whichever tab of the profile. */
  readonly events: { subscribe(listener: (event: SyncEvent) => void): () => void };
  /** The same summed up: counters, the last receipts, the last day. Kept on the device. */
  readonly record: Observable<SyncRecord>;
  /** All that waits to be sent, in order. Parked events are apart. */
  readonly queue: Observable<readonly QueuedEvent[]>;
}

/** An event still to be written. */
export type Planned<Payloads> = {
  readonly [M in keyof Payloads & string]: { readonly mutation: M; readonly payload: Payloads[M] };
}[keyof Payloads & string];

export interface RecordAllOptions {
  /** What was done, in the words that `Deed` passes on: “imported a file”. */
  readonly label?: string | undefined;
  /** @param share of the work that is done, 0 to 1 */
  onProgress?(share: number): void;
  /** Stops it as long as nothing is durable; later, undo does. */
  readonly signal?: AbortSignal | undefined;
}

/** Something that was done here, or taken back here. */
export interface Deed {
  /** The event that did it, by mutation name. */
  readonly mutation: string;
  readonly entity: EntityRef;
  /** Of several events written as one: how many, and the app's own words for it. `mutation` and `entity` are the first's. */
  readonly count?: number;
  readonly label?: string | undefined;
  /** Of an undo: true when nothing was left to take back, because others have written since. */
  readonly isGone?: boolean;
}

/** An entity as it was and as it is; undefined where it was or is not there. */
export interface EntityChange {
  readonly before: Entity | undefined;
  readonly after: Entity | undefined;
}

/** What the next undo and the next redo would take back. */
export interface UndoState {
  readonly undo: Deed | undefined;
  readonly redo: Deed | undefined;
}

/**
 * An event that still grows while the person is at it. Each state of it is durable and shown; none is sent before it is
 * sealed, which happens by itself some seconds after it was begun, and before this tab writes any other event.
 */
export interface Draft<Payload> {
  /** Replaces what the event says. False, having changed nothing, when it is sealed: then begin another. */
  amend(payload: Payload): Promise<boolean>;
  seal(): Promise<void>;
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
  /**
   * Writes events as one thing done: durable together or not at all, one undo and one redo for all of them. Each may
   * build on those before it. Thousands take seconds and leave the page responsive; they are shown as they are taken in.
   * Answers their ids. Rejects as `record` does, and with the signal's reason; nothing was written then.
   */
  recordAll(events: readonly Planned<Payloads>[], options?: RecordAllOptions): Promise<readonly string[]>;
  /** As `record`, for an event that may still be amended for a while. */
  draft<M extends keyof Payloads & string>(mutation: M, payload: Payloads[M]): Promise<Draft<Payloads[M]>>;
  /**
   * Takes back the last thing that this tab did, as far as it is still there; undefined when there was none.
   * Works offline, and after the change has reached other devices.
   */
  undo(): Promise<Deed | undefined>;
  redo(): Promise<Deed | undefined>;
  readonly undoable: Observable<UndoState>;
  /** Takes back what any event did, this device's or another's; undefined where no event can. */
  takeBack(effect: Effect): Promise<{ eventId: string } | undefined>;
  /** Brings an entity's fields back to what they were; undefined when they are so. */
  bringBack(ref: EntityRef, fields: Fields): Promise<{ eventId: string } | undefined>;
  /** A UUIDv7 for a new entity. */
  newId(): string;
  /** The view of all of them, now, deleted ones too; in no order. */
  entities(): Iterable<Entity>;
  /** The view of one entity, now. */
  entity(ref: EntityRef): Entity | undefined;
  /** Every change of the view, from wherever it came; told in the step that made it, so do little. */
  readonly changes: { subscribe(listener: (changes: readonly EntityChange[]) => void): () => void };
  /** Sorted ids of one partition of an index. */
  index(name: string, partition: string): Observable<readonly string[]>;
  /**
   * What a screen shows: as `entity` and `index`, and ahead of them while the disk writes what this tab's person has just
   * done. That it is saved, and where it stands, only those two say.
   */
  readonly screen: {
    entity(ref: EntityRef): Entity | undefined;
    index(name: string, partition: string): Observable<readonly string[]>;
  };
  /** Where what was done to the entity is: here, on its way, on the server, or refused. */
  statusOf(ref: EntityRef): Observable<EntityStatus>;
  /** The app's own small texts on this device. */
  readonly kept: Kept;
  /** What the app has worked out of the account's content, on this device. */
  readonly derived: Derived;
  readonly status: Observable<SyncStatus>;
  readonly sync: Sync;
  readonly parked: Observable<readonly ParkedEvent[]>;
  /** Writes a parked event anew, on top of what is there now, and drops the parked one. */
  retryParked(sequence: number): Promise<void>;
  /** As `retryParked`, with another payload. Rejects with a Refusal, having changed nothing, when it cannot be so. */
  editParked(sequence: number, payload: object): Promise<void>;
  /** Answers how to take that back while this tab is open; undefined when there is no such event. */
  discardParked(sequence: number): Promise<TakeBack | undefined>;
  /**
   * JSON text of what the server does not have, parked events too; see `UnsentFile`.
   * @param sequences of the events to write; all without
   */
  exportUnsent(sequences?: readonly number[]): Promise<string>;
  /** Asks the server at once, but for a wait that it has asked for itself. */
  syncNow(): void;
  /** Somebody has signed in again to this account. */
  resume(): void;
  /** Stores what is left to store, and stops. */
  close(): Promise<void>;
  /** Stops in every tab of the profile; nothing more of the account is stored, and what is stored stays. */
  leave(): Promise<void>;
  /** As `leave`, and deletes this account from this device. Needs no network. */
  wipe(): Promise<void>;
}

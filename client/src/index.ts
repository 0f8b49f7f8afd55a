export type { CairnApp, Identity, IndexDefinition } from './app.ts';
export type {
  Cairn,
  CairnOptions,
  Deed,
  Draft,
  EntityChange,
  ParkedEvent,
  Planned,
  RecordAllOptions,
  Sync,
  TakeBack,
  UndoState,
} from './cairn.ts';
export { sendInBackground, type BackgroundOptions } from './background/send-in-background.ts';
export { memoryBucketStore, type BucketStore } from './cache/bucket-store.ts';
export { memoryStorage, type ClientStorage } from './client-storage.ts';
export { browserEnvironment } from './environment/browser.ts';
export type { Channel, Environment, Locks, Signal, Signals } from './environment/environment.ts';
export { classify, type Failure } from './link/classify.ts';
export type { TokenStore } from './link/session.ts';
export { openCairn } from './open-cairn.ts';
export { keyAtEnd, placeBetween } from './order-keys.ts';
export { memoryOutboxStore, MemoryOutbox } from './outbox/memory-outbox-store.ts';
export type { EntityStatus } from './outbox/entity-status.ts';
export type { UnsentFile } from './outbox/export.ts';
export type { OutboxEntry } from './outbox/outbox-entry.ts';
export type { OutboxStore } from './outbox/outbox-store.ts';
export type { QueuedEvent } from './outbox/queue.ts';
export { Observed, type Observable, type Road, type StorageReport, type SyncStatus } from './status.ts';
export { browserStorage, databasesOf, destroyBrowserStorage } from './storage/browser-storage.ts';
export type { Derived } from './storage/derived.ts';
export { headStartScript } from './storage/head-start-script.ts';
export type { Kept } from './storage/kept.ts';
export { beginLeaving, endLeaving, finishLeaving, leavingAccounts } from './storage/leaving.ts';
export { dropCopies, leftBehind, type LeftBehind } from './storage/left-behind.ts';
export { StorageError, type StorageErrorCode } from './storage-error.ts';
export type { EventRef, Happening, Outcome, SyncEvent } from './sync/sync-event.ts';
export {
  EMPTY_RECORD,
  successRate,
  type ReceiptLine,
  type SyncCounters,
  type SyncRecord,
  type TimelineSlot,
} from './sync/sync-record.ts';

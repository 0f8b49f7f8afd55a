import type { ParkedEvent, SyncStatus } from '@cairn/client';
import type { Entity, EntityRef } from '@cairn/domain';

/** What a device's process is started with. */
export interface DeviceSettings {
  /** Outbox, confirmed state and journal. */
  readonly folder: string;
  /** Of the proxy in front of the server. */
  readonly url: string;
  readonly session: { readonly token: string; readonly accountId: string; readonly deviceId: string };
  /** Another one at each start, or words would be used twice. */
  readonly seed: number;
}

/** What the ring may ask of a device's process. */
export interface DeviceCalls {
  /** Begins to write: one action, and another `every` milliseconds after it is saved. */
  write(every: number): Promise<void>;
  /** Resolves when the last action is saved. */
  rest(): Promise<void>;
  record(mutation: string, payload: object): Promise<{ readonly eventId: string }>;
  newId(): Promise<string>;
  status(): Promise<SyncStatus>;
  parked(): Promise<readonly ParkedEvent[]>;
  /** What the device shows of each; null for what it does not have. */
  entities(refs: readonly EntityRef[]): Promise<readonly (Entity | null)[]>;
  /** Ids of all tasks and notes that it shows. */
  ids(): Promise<readonly string[]>;
  syncNow(): Promise<void>;
}

export interface DeviceRequest {
  readonly id: number;
  readonly method: keyof DeviceCalls;
  readonly args: readonly unknown[];
}

/** `id` 0: the device is open. */
export interface DeviceAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

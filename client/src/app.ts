import type { Entity, Registry } from '@cairn/domain';

/** What an app gives the client, which itself names no concept. */
export interface CairnApp {
  readonly registry: Registry;
  readonly indexes: readonly IndexDefinition[];
}

/**
 * A sorted, partitioned set of entity ids kept beside the cache, so that no screen reads a whole collection through
 * Apollo: a window of ids comes from here, each row from its own fragment.
 */
export interface IndexDefinition {
  readonly name: string;
  /** The entity type it holds. */
  readonly type: string;
  /** Where the entity belongs, or undefined where it does not. Pure; called on every change of the entity. */
  partition(entity: Entity): string | undefined;
  /** Compared by code unit, ties by id. */
  sortKey(entity: Entity): string;
  readonly descending?: boolean;
}

/** Who is signed in on this device: all local storage is named by it. */
export interface Identity {
  readonly accountId: string;
  readonly deviceId: string;
}

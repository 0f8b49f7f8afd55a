import type { ClassType } from '../type-graphql.ts';
import type { Entity, EntityDefinition, Fields, Intent, Json } from '@cairn/domain';
import type { PrismaClient } from '@cairn/prisma';

/** SQL type of a projected field. */
export type ColumnType = 'text' | 'integer' | 'boolean' | 'uuid' | 'jsonb';

export type Columns = { readonly [column: string]: ColumnType };

/** The table that holds one entity type's current state: the shared columns, and one for each field. */
export interface Projection {
  /** Entity type, and the table's name. */
  readonly type: string;
  readonly columns: Columns;
  readonly derivation?: Derivation;
}

/** What a table says beyond its entity's fields, and how it keeps fields small that only grow. */
export interface Derivation {
  /** Columns that follow from fields. They are no part of the entity: merge and devices do not know them. */
  readonly columns: Columns;
  /** The fields they follow from. */
  readonly from: readonly string[];
  /** Looks at what an event did before it counts. @throws Refusal when that cannot be read */
  check(before: Entity | undefined, after: Entity): void;
  /** The same state in less room. Called after every event, in a rebuild too: the same history gives the same bytes. */
  compact(entity: Entity): Entity;
  derive(entity: Entity): Fields;
}

/** A projection that has exactly the fields of its entity. */
export interface ProjectionOf<E extends EntityDefinition> extends Projection {
  readonly type: E['type'];
  readonly columns: { readonly [F in keyof E['fields']]: ColumnType };
}

/** An event that somebody wants taken back. */
export interface UndoneEvent {
  readonly type: string;
  readonly entityId: string;
  readonly applied: Fields;
}

/** What the pipe knows of one concept. */
export interface ApiConcept {
  readonly projection: Projection;
  /** The GraphQL object type, which implements Entity. */
  readonly objectType: ClassType;
  /** Input class by mutation name. */
  readonly inputs: { readonly [mutation: string]: ClassType };
  /** Its queries. */
  readonly resolver: ClassType;
  /** What takes an event back whose fields alone do not tell. */
  undo?(prisma: PrismaClient, accountId: string, event: UndoneEvent): Promise<Intent | undefined>;
}

/** An entity as its table has it: fields and derived columns beside id and version. */
export interface StoredRow {
  readonly id: string;
  readonly version: number;
  readonly position: number;
  readonly writers: Entity['writers'];
  readonly seen: Entity['seen'];
  readonly conflicts: Entity['conflicts'];
  readonly [column: string]: unknown;
}

/** As GraphQL resolves it. */
export interface EntityRow extends StoredRow {
  readonly __typename: string;
}

/** The columns of fields and derived ones. */
export function columnsOf({ columns, derivation }: Projection): Columns {
  return { ...columns, ...derivation?.columns };
}

/** What can be in the trash can be purged: its table has a column `purged`. */
export function isPurgeable({ columns }: Projection): boolean {
  return 'deletedAt' in columns;
}

/** @param stored the row it was read from: what follows from fields that are still the same is taken from there */
export function toRow({ derivation }: Projection, entity: Entity, stored?: StoredRow): EntityRow {
  const { type, id, version, position, writers, seen, conflicts, fields } = entity;
  const row = { __typename: type, id, version, position, writers, seen, conflicts, ...fields };
  if (!derivation) return row;
  const isStored = stored && derivation.from.every((field) => stored[field] === fields[field]);
  const derived = isStored
    ? Object.fromEntries(Object.keys(derivation.columns).map((column) => [column, stored[column]]))
    : derivation.derive(entity);
  return { ...row, ...derived };
}

export function fromRow({ type, columns }: Projection, row: StoredRow): Entity {
  const { id, version, position, writers, seen, conflicts } = row;
  const fields: Record<string, Json> = {};
  for (const field in columns) fields[field] = row[field] as Json;
  return { type, id, version, position, fields, writers, seen, conflicts };
}

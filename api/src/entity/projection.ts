import type { ClassType } from '../type-graphql.ts';
import type { Entity, EntityDefinition, Fields, Json } from '@cairn/domain';

/** SQL type of a projected field. */
export type ColumnType = 'text' | 'integer' | 'uuid' | 'jsonb';

/** The table that holds one entity type's current state: the shared columns, and one for each field. */
export interface Projection {
  /** Entity type, and the table's name. */
  readonly type: string;
  readonly columns: { readonly [field: string]: ColumnType };
}

/** A projection that has exactly the fields of its entity. */
export interface ProjectionOf<E extends EntityDefinition> extends Projection {
  readonly type: E['type'];
  readonly columns: { readonly [F in keyof E['fields']]: ColumnType };
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
}

/** An entity as its table has it: fields beside id and version. */
export interface StoredRow {
  readonly id: string;
  readonly version: number;
  readonly position: number;
  readonly writers: Entity['writers'];
  readonly [field: string]: unknown;
}

/** As GraphQL resolves it. */
export interface EntityRow extends StoredRow {
  readonly __typename: string;
}

export function toRow({ type, id, version, position, writers, fields }: Entity): EntityRow {
  return { __typename: type, id, version, position, writers, ...fields };
}

export function fromRow({ type, columns }: Projection, row: StoredRow): Entity {
  const fields: Fields = Object.fromEntries(Object.keys(columns).map((field) => [field, row[field] as Json]));
  return { type, id: row.id, version: row.version, position: row.position, fields, writers: row.writers };
}

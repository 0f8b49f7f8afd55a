import { InMemoryCache, type NormalizedCacheObject, type Reference, type StoreObject } from '@apollo/client';
import type { Entity, Registry } from '@cairn/domain';
import type { DocumentNode } from 'graphql';
import { documentOf, fragment } from '../link/document-node.ts';
import type { ViewChange } from './view.ts';

/** Beside its type, id and fields, what every entity has. */
export const ENTITY_MEMBERS = ['version', 'position', 'writers', 'seen', 'conflicts'] as const;

/** Apollo's own identity of an entity. */
export function cacheId(ref: { type: string; id: string }): string {
  return `${ref.type}:${ref.id}`;
}

/** An entity as the GraphQL object of its type: every domain field under its own name. */
export function toObject(entity: Entity): StoreObject & Reference {
  const { type: __typename, id, version, position, writers, seen, conflicts, fields } = entity;
  return { __typename, id, version, position, writers, seen, conflicts, ...fields } as unknown as StoreObject &
    Reference;
}

/** The inverse of `toObject`, for what the server answered. */
export function toEntity(registry: Registry, object: Readonly<Record<string, unknown>>): Entity {
  const type = object.__typename as string;
  const fields = Object.fromEntries(
    Object.entries(registry.entity(type).fields).map(([name, { initial }]) => [name, object[name] ?? initial]),
  ) as Entity['fields'];
  return {
    type,
    id: object.id as string,
    version: object.version as number,
    position: object.position as number,
    writers: object.writers as Entity['writers'],
    seen: object.seen as Entity['seen'],
    conflicts: object.conflicts as Entity['conflicts'],
    fields,
  };
}

/** False for a type that only another release knows. */
export function isKnown(registry: Registry, { __typename }: Readonly<Record<string, unknown>>): boolean {
  return registry.entities.some(({ type }) => type === __typename);
}

export function createApolloCache(registry: Registry): InMemoryCache {
  return new InMemoryCache({ possibleTypes: { Entity: registry.entities.map(({ type }) => type) } });
}

/** Where `InMemoryCache` keeps its normalised objects, by `cacheId`. */
interface Restored {
  readonly data: { data: NormalizedCacheObject };
}

/**
 * Keeps Apollo's root equal to the view: no optimistic layer, which costs more with every pending event and hides later
 * changes of other fields.
 */
export class ApolloView {
  readonly #cache: InMemoryCache;
  readonly #fragments: Map<string, DocumentNode>;

  constructor(cache: InMemoryCache, registry: Registry) {
    this.#cache = cache;
    this.#fragments = new Map(
      registry.entities.map(({ type, fields }) => [
        type,
        documentOf(fragment(`View${type}`, type, ['__typename', 'id', ...ENTITY_MEMBERS, ...Object.keys(fields)])),
      ]),
    );
  }

  /** Every field of an entity type: what `update` writes. */
  fragmentOf(type: string): DocumentNode {
    return this.#fragments.get(type)!;
  }

  load(entities: Iterable<Entity>): void {
    const snapshot = Object.create(null) as NormalizedCacheObject;
    for (const entity of entities) snapshot[cacheId(entity)] = toObject(entity);
    // As it is: nothing was read from it yet, so nothing need be told of each field. `restore` itself would merge object by
    // object into what is empty, and that takes longer than all the rest.
    (this.#cache.restore({}) as unknown as Restored).data.data = snapshot;
  }

  update(changes: readonly ViewChange[]): void {
    this.#cache.batch({
      update: (cache) => {
        for (const { before, after } of changes) {
          if (before === after) continue;
          if (after) {
            cache.writeFragment({
              id: cacheId(after),
              fragment: this.fragmentOf(after.type),
              data: toObject(after),
            });
          } else if (before) {
            cache.evict({ id: cacheId(before) });
          }
        }
      },
    });
  }
}

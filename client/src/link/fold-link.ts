import { ApolloLink } from '@apollo/client';
import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import { map } from 'rxjs';
import type { Entity } from '@cairn/domain';
import { ENTITY_MEMBERS } from '../cache/apollo-view.ts';
import type { View } from '../cache/view.ts';

/**
 * Puts the view's values over every entity that an app's own query brings back [C2]. Otherwise Apollo would write the
 * server's state over a pending event, or an older answer over a newer feed. A query of how things were says so with
 * `context: { fold: false }` and `fetchPolicy: 'no-cache'`.
 */
export function foldLink(view: View, isEntity: (typename: string) => boolean): ApolloLink {
  return new ApolloLink((operation, forward) => {
    if (operation.getContext().fold === false) return forward(operation);
    const definitions = operation.query.definitions;
    const fragments = new Map(
      definitions
        .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
        .map((node) => [node.name.value, node]),
    );
    const root = definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION)!.selectionSet;

    function fold(value: unknown, selections: SelectionSetNode): unknown {
      if (Array.isArray(value)) return value.map((item) => fold(item, selections));
      if (value === null || typeof value !== 'object') return value;
      const object = value as Record<string, unknown>;
      const typename = object.__typename;
      const entity =
        typeof typename === 'string' && typeof object.id === 'string' && isEntity(typename)
          ? view.get({ type: typename, id: object.id })
          : undefined;
      const result = { ...object };
      walk(selections, result, entity);
      return result;
    }

    function walk(selections: SelectionSetNode, result: Record<string, unknown>, entity: Entity | undefined): void {
      for (const node of selections.selections) {
        if (node.kind === Kind.INLINE_FRAGMENT) {
          walk(node.selectionSet, result, entity);
        } else if (node.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = fragments.get(node.name.value);
          if (fragment) walk(fragment.selectionSet, result, entity);
        } else {
          const key = node.alias?.value ?? node.name.value;
          if (!(key in result)) continue;
          if (node.selectionSet) result[key] = fold(result[key], node.selectionSet);
          else if (entity) result[key] = valueOf(entity, node.name.value, result[key]);
        }
      }
    }

    return forward(operation).pipe(
      map((result) =>
        'data' in result && result.data ? { ...result, data: fold(result.data, root) as never } : result,
      ),
    );
  });
}

function valueOf(entity: Entity, name: string, fallback: unknown): unknown {
  const member = ENTITY_MEMBERS.find((member) => member === name);
  if (member) return entity[member];
  return name in entity.fields ? entity.fields[name] : fallback;
}

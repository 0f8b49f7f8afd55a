import { useFragment } from '@apollo/client/react';
import type { Entity, EntityRef } from '@cairn/domain';
import { graphql } from '../generated/index.ts';
import { useCairn } from './cairn-context.ts';

// What every event changes: whoever watches this hears of all of them.
const entityStateFragment = graphql(`
  fragment EntityState on Entity {
    id
    version
    position
    writers
    conflicts
  }
`);

/** The whole of an entity as this device sees it, with who wrote what; undefined while it is not known here. */
export function useEntity({ type, id }: EntityRef): Entity | undefined {
  const cairn = useCairn();
  const { complete } = useFragment({ fragment: entityStateFragment, from: { __typename: type, id } });
  return complete ? cairn.screen.entity({ type, id }) : undefined;
}

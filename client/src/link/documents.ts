import type { Registry } from '@cairn/domain';
import type { DocumentNode } from 'graphql';
import { ENTITY_MEMBERS } from '../cache/apollo-view.ts';
import { documentOf, field, fragment, inlineFragment, operation, spread } from './document-node.ts';

/** The documents the client itself sends, made from the registry: every entity with all its fields. */
export interface Documents {
  readonly replayEvents: DocumentNode;
  readonly changes: DocumentNode;
  readonly changesSubscription: DocumentNode;
}

export function createDocuments(registry: Registry): Documents {
  const entity = fragment('EveryEntity', 'Entity', [
    '__typename',
    'id',
    ...ENTITY_MEMBERS,
    ...registry.entities.map(({ type, fields }) => inlineFragment(type, Object.keys(fields))),
  ]);
  const receipt = fragment('EveryReceipt', 'Receipt', [
    ...['eventId', 'status', 'code', 'message', 'version', 'position', 'epoch', 'resent', 'clockClamped'],
    field('entity', [], [spread('EveryEntity')]),
  ]);
  const page = [field('changes', [], [spread('EveryEntity')]), 'cursor', 'epoch', 'hasMore', 'head'];
  return {
    replayEvents: documentOf(
      operation('mutation', 'replayEvents', { events: '[EventInput!]!', epoch: 'ID' }, [
        field('replayEvents', ['events', 'epoch'], [spread('EveryReceipt')]),
      ]),
      receipt,
      entity,
    ),
    changes: documentOf(
      operation('query', 'changes', { after: 'Cursor', first: 'Int' }, [field('changes', ['after', 'first'], page)]),
      entity,
    ),
    changesSubscription: documentOf(
      operation('subscription', 'changes', { after: 'Cursor' }, [field('changes', ['after'], page)]),
      entity,
    ),
  };
}

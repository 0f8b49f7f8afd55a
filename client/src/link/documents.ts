import type { Registry } from '@cairn/domain';
import { parse, type DocumentNode } from 'graphql';
import { ENTITY_MEMBERS } from '../cache/apollo-view.ts';

/** The documents the client itself sends, made from the registry: every entity with all its fields. */
export interface Documents {
  readonly replayEvents: DocumentNode;
  readonly changes: DocumentNode;
  readonly changesSubscription: DocumentNode;
  /** The named mutation of one event, as an app would write it. */
  mutation(name: string): DocumentNode;
}

export function createDocuments(registry: Registry): Documents {
  const entity = `
    fragment EveryEntity on Entity {
      __typename id ${ENTITY_MEMBERS.join(' ')}
      ${registry.entities.map(({ type, fields }) => `... on ${type} { ${Object.keys(fields).join(' ')} }`).join('\n')}
    }`;
  const receipt = `
    fragment EveryReceipt on Receipt {
      eventId status code message version position epoch resent clockClamped entity { ...EveryEntity }
    }`;
  const page = 'changes { ...EveryEntity } cursor epoch hasMore head';
  const mutations = new Map<string, DocumentNode>();
  return {
    replayEvents: parse(`
      mutation replayEvents($events: [EventInput!]!, $epoch: ID) {
        replayEvents(events: $events, epoch: $epoch) { ...EveryReceipt }
      }
      ${receipt} ${entity}`),
    changes: parse(`
      query changes($after: Cursor, $first: Int) { changes(after: $after, first: $first) { ${page} } } ${entity}`),
    changesSubscription: parse(`
      subscription changes($after: Cursor) { changes(after: $after) { ${page} } } ${entity}`),
    mutation(name) {
      let document = mutations.get(name);
      if (!document) {
        const input = `${name[0]!.toUpperCase()}${name.slice(1)}Input`;
        document = parse(`mutation ${name}($input: ${input}!) { ${name}(input: $input) { eventId status } }`);
        mutations.set(name, document);
      }
      return document;
    },
  };
}

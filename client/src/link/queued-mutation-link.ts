import { ApolloLink } from '@apollo/client';
import { Kind, OperationTypeNode } from 'graphql';
import { from } from 'rxjs';
import type { Receipt } from './receipt.ts';

/** Makes an event durable and visible; answers its id. */
export type RecordEvent = (
  mutation: string,
  payload: { readonly [member: string]: unknown },
) => Promise<{ eventId: string }>;

/**
 * Events go to the outbox, everything else goes on. A mutation whose one root field is an event is answered with a
 * QUEUED receipt as soon as it is durable here; nobody waits for the network, and unsubscribing changes nothing.
 */
export function queuedMutationLink(options: {
  readonly isEvent: (field: string) => boolean;
  readonly record: RecordEvent;
}): ApolloLink {
  return new ApolloLink((operation, forward) => {
    const field = operation.operationType === OperationTypeNode.MUTATION ? rootField(operation) : undefined;
    if (!field || !options.isEvent(field.name)) return forward(operation);
    const { event: _, ...payload } = (operation.variables.input ?? {}) as Record<string, unknown>;
    return from(
      options.record(field.name, payload).then(({ eventId }) => {
        const receipt: Receipt & { __typename: string } = {
          __typename: 'Receipt',
          eventId,
          status: 'QUEUED',
          code: null,
          message: null,
          version: null,
          position: null,
          epoch: null,
          resent: false,
          clockClamped: false,
          entity: null,
        };
        return { data: { [field.key]: receipt } };
      }),
    );
  });
}

/** The only root field of a mutation with one variable named `input`: the form in which apps send events. */
function rootField(operation: ApolloLink.Operation): { name: string; key: string } | undefined {
  const definition = operation.query.definitions.find((node) => node.kind === Kind.OPERATION_DEFINITION);
  const [selection, ...others] = definition?.selectionSet.selections ?? [];
  if (selection?.kind !== Kind.FIELD || others.length > 0) return undefined;
  return { name: selection.name.value, key: selection.alias?.value ?? selection.name.value };
}

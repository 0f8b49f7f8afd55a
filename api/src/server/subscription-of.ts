import { GraphQLError, OperationTypeNode, type DocumentNode } from 'graphql';
import { apiError } from '../errors.ts';
import type { Documents } from '../limits/documents.ts';

export interface Asked {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** What a stream may run: a good document with a subscription, and nothing else; or why it may not. */
export function subscriptionOf(
  documents: Documents,
  { query, operationName, variables }: Asked,
): { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] } {
  try {
    const document = documents.read(query);
    const errors = documents.errorsOf(document);
    if (errors.length > 0) return { errors };
    const { operation } = documents.admit(document, operationName, variables ?? {});
    if (operation === OperationTypeNode.SUBSCRIPTION) return { document };
    return { errors: [apiError('BAD_REQUEST', 'a stream is for subscriptions')] };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

import {
  getOperationAST,
  GraphQLError,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
  type DocumentNode,
  type GraphQLSchema,
} from 'graphql';
import { documentLimits, TOKEN_LIMIT } from './document-limits.ts';

const KEPT = 200;

export type SocketDocument = { readonly document: DocumentNode } | { readonly errors: readonly GraphQLError[] };

/**
 * Parses and validates what comes over sockets, as Apollo does over HTTP; and takes subscriptions only. Good ones are
 * kept by their text: every device sends the same.
 */
export function socketDocuments(schema: GraphQLSchema) {
  const known = new Map<string, DocumentNode>();
  return (query: string, operationName: string | null | undefined): SocketDocument => {
    let document = known.get(query);
    if (!document) {
      try {
        document = parse(query, { maxTokens: TOKEN_LIMIT });
      } catch (error) {
        return failed([error as GraphQLError], 'GRAPHQL_PARSE_FAILED');
      }
      const errors = validate(schema, document, [...specifiedRules, documentLimits]);
      if (errors.length > 0) return failed(errors, 'GRAPHQL_VALIDATION_FAILED');
      if (known.size >= KEPT) known.clear();
      known.set(query, document);
    }
    if (getOperationAST(document, operationName)?.operation !== OperationTypeNode.SUBSCRIPTION) {
      return failed([new GraphQLError('a socket is for subscriptions')], 'BAD_REQUEST');
    }
    return { document };
  };
}

function failed(errors: readonly GraphQLError[], code: string): SocketDocument {
  return { errors: errors.map(({ message }) => new GraphQLError(message, { extensions: { code } })) };
}

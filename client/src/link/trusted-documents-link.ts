import { ApolloLink } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import type { DocumentNode } from 'graphql';
import { catchError, tap, throwError } from 'rxjs';
import { classify } from './classify.ts';

const NOT_FOUND = 'PERSISTED_QUERY_NOT_FOUND';

/** As code generators leave it in a document: the name of its text in the list that a server of this release has. */
type Named = DocumentNode & { readonly __meta__?: { readonly hash?: string } };

/**
 * Sends the hash of a document instead of its text, where it has one. A server that does not know it, of another release
 * or without a list, is sent texts from then on. The client's own documents have no hash: what waits in an outbox is sent
 * in full, whatever lists there are.
 */
export function trustedDocumentsLink(): ApolloLink {
  let isKnown = true;
  return new ApolloLink((operation, forward) => {
    const hash = isKnown ? (operation.query as Named).__meta__?.hash : undefined;
    if (hash === undefined) return forward(operation);
    const say = (byHash: boolean) => {
      operation.setContext(({ http }) => ({ http: { ...http, includeQuery: !byHash, includeExtensions: byHash } }));
      const { persistedQuery: _, ...others } = operation.extensions;
      const persistedQuery = { version: 1, sha256Hash: hash.replace(/^sha256:/, '') };
      operation.extensions = byHash ? { ...others, persistedQuery } : others;
      return forward(operation);
    };
    return say(true).pipe(
      tap(throwIfNotFound),
      catchError((error: unknown) => {
        if (classify(error).code !== NOT_FOUND) return throwError(() => error);
        isKnown = false;
        return say(false);
      }),
    );
  });
}

function throwIfNotFound({ errors }: ApolloLink.Result): void {
  if (errors?.[0]?.extensions?.['code'] === NOT_FOUND) throw new CombinedGraphQLErrors({ errors });
}

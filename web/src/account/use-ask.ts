import { useApolloClient } from '@apollo/client/react';
import { classify } from '@cairn/client';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { useCallback } from 'react';
import { RequestError } from './request.ts';

export type Ask = <Data, Variables extends Record<string, unknown>>(
  document: TypedDocumentNode<Data, Variables>,
  variables: Variables,
) => Promise<Data>;

/** Asks the server something that is done there at once or not at all, in the open session. @throws RequestError */
export function useAsk(): Ask {
  const client = useApolloClient();
  return useCallback(
    async (document, variables) => {
      try {
        const { data } = await client.mutate({
          mutation: document,
          variables: variables as never,
          fetchPolicy: 'no-cache',
        });
        return data as never;
      } catch (error) {
        throw new RequestError(classify(error).code, (error as Error).message);
      }
    },
    [client],
  );
}

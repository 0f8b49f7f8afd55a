import { ApolloLink, type ApolloClient } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import type { DocumentNode } from 'graphql';
import type { Environment } from '../environment/environment.ts';

/** A request that hangs is a road that is down; without this a dropped reply would hold the queue for ever. */
const TIMEOUT = 30_000;

/** Sends one document and answers its data. Rejects with what `classify` reads. */
export type Request = <T>(
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
  signal: AbortSignal,
  /** Under which the server logs it; one of its own without. */
  trace?: string,
) => Promise<T>;

export function requestOver(link: ApolloLink, client: ApolloClient, environment: Environment): Request {
  return <T>(query: DocumentNode, variables: Readonly<Record<string, unknown>>, signal: AbortSignal, trace?: string) =>
    new Promise<T>((resolve, reject) => {
      const finish = (end: () => void) => {
        cancel();
        signal.removeEventListener('abort', abort);
        subscription.unsubscribe();
        end();
      };
      const abort = () => finish(() => reject(signal.reason as Error));
      const cancel = environment.schedule(() => finish(() => reject(new Error('no answer in time'))), TIMEOUT);
      signal.addEventListener('abort', abort);
      const subscription = ApolloLink.execute(
        link,
        { query, variables: { ...variables }, ...(trace === undefined ? {} : { context: { trace } }) },
        { client },
      ).subscribe({
        next(result) {
          const { data, errors } = result as { data?: T | null; errors?: readonly never[] };
          if (errors && errors.length > 0) finish(() => reject(new CombinedGraphQLErrors({ errors })));
          else if (data) finish(() => resolve(data));
          else finish(() => reject(new Error('the answer holds no data')));
        },
        error: (error: unknown) => finish(() => reject(error as Error)),
      });
    });
}

import { ApolloLink } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { catchError, from, switchMap, tap, throwError } from 'rxjs';
import type { Environment } from '../environment/environment.ts';
import { classify } from './classify.ts';
import { documentOf, field, operation } from './document-node.ts';
import { requestOver } from './request.ts';

/** Where a program keeps the token of its session; a browser's cookie travels by itself. */
export interface TokenStore {
  /** Asked before every request: several processes or tabs may share one. */
  read(): string;
  /** The token has a successor, which counts from now on. The request goes on once it is kept. */
  write(token: string): void | Promise<void>;
}

/** @param token a store, or a token that is kept in memory alone; undefined where a cookie travels by itself */
export function tokenStore(token: string | TokenStore | undefined): TokenStore | undefined {
  if (typeof token !== 'string') return token;
  let current = token;
  return {
    read: () => current,
    write(next) {
      current = next;
    },
  };
}

export function authorization(store: TokenStore | undefined): { readonly authorization?: string } {
  return store ? { authorization: `Bearer ${store.read()}` } : {};
}

const REFRESH = documentOf(operation('mutation', 'refreshSession', {}, [field('refreshSession', [], ['token'])]));

/**
 * Where the server says that the token has expired, gets its successor and asks the same once more. One refresh serves
 * all that wait for it; another tab may make one as well, and gets the same successor. What a refresh fails with is what
 * the request fails with: the road's fault, or that somebody must sign in.
 * @param road what requests and refreshes are sent over
 */
export function sessionLink(road: ApolloLink, token: TokenStore | undefined, environment: Environment): ApolloLink {
  let refreshing: Promise<void> | undefined;

  async function refresh(client: ApolloLink.Operation['client']): Promise<void> {
    const request = requestOver(road, client, environment);
    // It serves others too: that the first of them has gone does not end it.
    const never = new AbortController().signal;
    const answer = await request<{ refreshSession: { token: string | null } }>(REFRESH, {}, never);
    const successor = answer.refreshSession.token;
    if (successor !== null) await token?.write(successor);
  }

  const renewing = new ApolloLink((operation, forward) => {
    const ask = () => forward(operation).pipe(tap(throwIfExpired));
    return ask().pipe(
      catchError((error: unknown) => {
        if (classify(error).code !== 'SESSION_EXPIRED') return throwError(() => error);
        refreshing ??= refresh(operation.client).finally(() => (refreshing = undefined));
        return from(refreshing).pipe(switchMap(ask));
      }),
    );
  });
  return renewing.concat(road);
}

function throwIfExpired({ errors }: ApolloLink.Result): void {
  if (errors?.[0]?.extensions?.['code'] === 'SESSION_EXPIRED') throw new CombinedGraphQLErrors({ errors });
}

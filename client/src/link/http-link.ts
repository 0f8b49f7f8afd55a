import { ApolloLink } from '@apollo/client';
import { HttpLink } from '@apollo/client/link/http';
import { PROTOCOL } from '@cairn/domain';
import type { CairnOptions } from '../cairn.ts';
import type { Environment } from '../environment/environment.ts';
import { authorization, sessionLink, type TokenStore } from './session.ts';
import { traceLink } from './trace-link.ts';
import { trustedDocumentsLink } from './trusted-documents-link.ts';

/** The road: requests of this device's session, which is refreshed where it has to be. */
export function createHttpLink(
  { url, identity }: Pick<CairnOptions, 'url' | 'identity'>,
  token: TokenStore | undefined,
  environment: Environment,
): ApolloLink {
  const http = new HttpLink({
    uri: url,
    fetch: environment.fetch,
    credentials: 'same-origin',
    // The server refuses a session of another device: a browser's cookie may be somebody else's by now.
    headers: { 'x-cairn-device': identity.deviceId, 'x-cairn-protocol': String(PROTOCOL) },
  });
  const authorized = new ApolloLink((operation, forward) => {
    operation.setContext(({ headers }) => ({ headers: { ...headers, ...authorization(token) } }));
    return forward(operation);
  });
  const road = ApolloLink.from([authorized, trustedDocumentsLink(), http]);
  return ApolloLink.from([traceLink(environment), sessionLink(road, token, environment)]);
}

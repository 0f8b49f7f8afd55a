import { ApolloLink } from '@apollo/client';
import { from, switchMap } from 'rxjs';

/** A link that is loaded with the first request; what cannot be loaded is the road's fault, and tried again. */
export function laterLink(load: () => Promise<ApolloLink>): ApolloLink {
  let loading: Promise<ApolloLink> | undefined;
  return new ApolloLink((operation, forward) => {
    loading ??= load();
    loading.catch(() => (loading = undefined));
    return from(loading).pipe(switchMap((link) => link.request(operation, forward)));
  });
}

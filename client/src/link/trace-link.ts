import { ApolloLink } from '@apollo/client';
import type { Environment } from '../environment/environment.ts';
import { newTrace, traceparent } from './trace.ts';

/** Gives each request a `traceparent`: under the trace of its context, or one of its own. */
export function traceLink({ random }: Pick<Environment, 'random'>): ApolloLink {
  return new ApolloLink((operation, forward) => {
    operation.setContext(({ headers = {}, trace = newTrace({ random }) }: { headers?: object; trace?: string }) => ({
      headers: { ...headers, traceparent: traceparent(trace, { random }) },
    }));
    return forward(operation);
  });
}

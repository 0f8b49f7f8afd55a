import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginLandingPageDisabled,
} from '@apollo/server/plugin/disabled';
import { GraphQLError, type GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { screenEvents } from '../append/screen-events.ts';
import type { ApiContext } from '../context.ts';
import { ERROR_STATUS, isErrorCode } from '../errors.ts';
import type { Documents } from '../limits/documents.ts';
import { codeOf, maskError } from './mask-error.ts';
import type { Metrics } from './metrics.ts';
import { logFailure } from './request-log.ts';

/** Errors of one document that are told. */
const ERRORS_TOLD = 20;

/** @param documents has let a document through before it comes here, but for what its variables make it cost */
export async function createApollo(
  schema: GraphQLSchema,
  documents: Documents,
  log: Logger,
  metrics?: Metrics,
): Promise<ApolloServer<ApiContext>> {
  const apollo = new ApolloServer<ApiContext>({
    schema,
    validationOptions: { maxErrors: ERRORS_TOLD },
    formatError: maskError,
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      // It looks at every field of every answer, to find what http.ts says of all of them: keep none.
      ApolloServerPluginCacheControlDisabled(),
      screening(documents),
      statuses,
      telling(log, metrics),
    ],
    csrfPrevention: true,
    introspection: true,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: { debug() {}, info() {}, warn: (line: string) => log.warn(line), error: (line: string) => log.error(line) },
  });
  await apollo.start();
  return apollo;
}

function screening(documents: Documents): ApolloServerPlugin<ApiContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          if (!operation) return;
          const variables = request.variables ?? {};
          request.variables = screenEvents(schema, operation, variables, contextValue.screened);
          documents.admitCost(document, operation, variables);
        },
      };
    },
  };
}

/** The HTTP status says what the first error's code says. */
const statuses: ApolloServerPlugin<ApiContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body, http } }) {
        const { code, retryAfter } = (body.kind === 'single' && body.singleResult.errors?.[0]?.extensions) || {};
        // That the method is the wrong one says more.
        if (isErrorCode(code) && http.status !== 405) http.status = ERROR_STATUS[code];
        if (typeof retryAfter === 'number') http.headers.set('retry-after', String(retryAfter));
      },
    };
  },
};

/** Counts every request, and logs those that fail. */
function telling(log: Logger, metrics: Metrics | undefined): ApolloServerPlugin<ApiContext> {
  return {
    // Nothing that context throws is the server's fault: what the database throws comes with the first resolver.
    async contextCreationDidFail({ error }) {
      metrics?.request('http', 'none', error instanceof GraphQLError ? codeOf(error) : 'INTERNAL');
    },
    async invalidRequestWasReceived() {
      metrics?.request('http', 'none', 'BAD_REQUEST');
    },
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, operation, contextValue: { session, claimed, trace } }) {
          const device = session ?? claimed;
          logFailure(log, errors, { transport: 'http', operation: operation?.name?.value, trace, device });
        },
        async willSendResponse({ operation, response: { body } }) {
          const code = body.kind === 'single' ? body.singleResult.errors?.[0]?.extensions?.['code'] : undefined;
          metrics?.request('http', operation?.operation ?? 'none', String(code ?? 'OK'));
        },
      };
    },
  };
}

import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import { screenEvents } from '../append/screen-events.ts';
import type { ApiContext } from '../context.ts';
import { ERROR_STATUS, isErrorCode } from '../errors.ts';
import { documentLimits, TOKEN_LIMIT } from './document-limits.ts';
import { maskError } from './mask-error.ts';

export async function createApollo(schema: GraphQLSchema, log: Logger): Promise<ApolloServer<ApiContext>> {
  const apollo = new ApolloServer<ApiContext>({
    schema,
    validationRules: [documentLimits],
    parseOptions: { maxTokens: TOKEN_LIMIT },
    formatError: maskError(log),
    plugins: [ApolloServerPluginLandingPageDisabled(), screening, statuses, failures(log)],
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

const screening: ApolloServerPlugin<ApiContext> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, operation, request, contextValue }) {
        if (operation) {
          request.variables = screenEvents(schema, operation, request.variables ?? {}, contextValue.screened);
        }
      },
    };
  },
};

/** The HTTP status says what the first error's code says. */
const statuses: ApolloServerPlugin<ApiContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ response: { body, http } }) {
        const code = body.kind === 'single' ? body.singleResult.errors?.[0]?.extensions?.['code'] : undefined;
        if (isErrorCode(code)) http.status = ERROR_STATUS[code];
      },
    };
  },
};

/** One line for each request that fails by its own fault; the server's are logged where they are masked. */
function failures(log: Logger): ApolloServerPlugin<ApiContext> {
  return {
    async requestDidStart() {
      return {
        async didEncounterErrors({ errors, operationName, contextValue: { session } }) {
          const codes = errors.map(({ extensions }) => extensions['code'] ?? 'INTERNAL');
          log.info(
            { operation: operationName, codes, account: session?.accountId, device: session?.deviceId },
            'refused',
          );
        },
      };
    },
  };
}

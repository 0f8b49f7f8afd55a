import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { Logger } from 'pino';
import { isUnavailable } from '../database-error.ts';
import { isErrorCode } from '../errors.ts';

/** What a client is told of an error: its own fault in words, the server's by code alone; that one goes to the log. */
export function maskError(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const { message, locations, path } = formatted;
    const tell = (message: string, code: string): GraphQLFormattedError => ({
      message,
      ...(locations ? { locations } : {}),
      ...(path ? { path } : {}),
      extensions: { code },
    });
    const code = formatted.extensions?.['code'];
    if (isErrorCode(code) && code !== 'INTERNAL') return tell(message, code);
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error;
    if (isUnavailable(cause)) {
      log.warn({ err: cause }, 'the database cannot be reached');
      return tell('the server cannot do this right now; try again', 'UNAVAILABLE');
    }
    log.error({ err: cause, path }, 'internal error');
    return tell('something went wrong on the server', 'INTERNAL');
  };
}

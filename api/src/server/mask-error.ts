import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { isContended, isUnavailable } from '../database-error.ts';
import { isErrorCode } from '../errors.ts';

/** A message may quote what it refuses, and that may be long. */
const MESSAGE_LIMIT = 1_000;

/** What a client is told of an error: its own fault in words, the server's by code alone. */
export function maskError(formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError {
  const { message, locations, path } = formatted;
  const tell = (message: string, extensions: object): GraphQLFormattedError => ({
    message: message.slice(0, MESSAGE_LIMIT),
    ...(locations ? { locations } : {}),
    ...(path ? { path } : {}),
    extensions: { ...extensions },
  });
  const { code, protocols, retryAfter } = formatted.extensions ?? {};
  if (isErrorCode(code) && code !== 'INTERNAL') {
    return tell(message, { code, ...(protocols ? { protocols } : {}), ...(retryAfter ? { retryAfter } : {}) });
  }
  if (isUnavailable(causeOf(error)) || isContended(causeOf(error))) {
    return tell('the server cannot do this right now; try again', { code: 'UNAVAILABLE' });
  }
  return tell('something went wrong on the server', { code: 'INTERNAL' });
}

/** The code by which a client is told of an error. */
export function codeOf(error: GraphQLError): string {
  return String(maskError(error.toJSON(), error).extensions!['code']);
}

/** What went wrong inside, where something did. */
export function causeOf(error: unknown): unknown {
  return error instanceof GraphQLError ? (error.originalError ?? error) : error;
}

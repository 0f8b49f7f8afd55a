import { GraphQLError } from 'graphql';

/** Every code of a failed request, and its HTTP status. Stable: each is a heading in docs/errors.md. */
export const ERROR_STATUS = {
  UNAUTHENTICATED: 401,
  SESSION_EXPIRED: 401,
  SESSION_REVOKED: 401,
  ACCOUNT_GONE: 401,
  SESSION_MISMATCH: 401,
  TOKEN_EXPIRED: 401,
  TOKEN_REVOKED: 401,
  BAD_CREDENTIALS: 401,
  FORBIDDEN: 403,
  EMAIL_TAKEN: 409,
  BAD_USER_INPUT: 400,
  BAD_REQUEST: 400,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  OPERATION_RESOLUTION_FAILURE: 400,
  COST_TOO_HIGH: 400,
  PERSISTED_QUERY_NOT_FOUND: 404,
  DOCUMENT_NOT_TRUSTED: 403,
  RATE_LIMITED: 429,
  REAUTHENTICATION_REQUIRED: 403,
  ORIGIN_REFUSED: 403,
  WEBHOOK_URL_REFUSED: 400,
  NOT_FOUND: 404,
  LOG_NOT_EMPTY: 409,
  BATCH_TOO_LARGE: 413,
  PAYLOAD_TOO_LARGE: 413,
  CURSOR_INVALID: 400,
  CURSOR_EXPIRED: 410,
  LOG_RESTORED: 410,
  UPGRADE_REQUIRED: 426,
  SERVER_TOO_OLD: 400,
  UNAVAILABLE: 503,
  OVERLOADED: 503,
  INTERNAL: 500,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;

/**
 * An expected failure of a request. The message is shown to clients: nothing of the server's inside in it.
 * @param retryAfter seconds after which to ask again, where that is known
 */
export function apiError(code: ErrorCode, message: string, retryAfter?: number): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(retryAfter === undefined ? {} : { retryAfter }) } });
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERROR_STATUS, code);
}

import { CombinedGraphQLErrors, ServerError, ServerParseError } from '@apollo/client/errors';
import { StorageError } from '../storage-error.ts';

/** What a failed request means for what was to be sent [O3]. A rejection is not here: it is a receipt of its own. */
export type Failure =
  /** Keep and retry for ever. `retryAfter` in milliseconds where the server named it. */
  | { readonly kind: 'road'; readonly code: string; readonly retryAfter?: number | undefined }
  /** Keep and pause until there is a session. */
  | { readonly kind: 'sign-in'; readonly code: string }
  /** Keep and wait visibly: over quota, or the server and this release do not understand each other. */
  | { readonly kind: 'blocked'; readonly code: string }
  /** Keep and send less at once. */
  | { readonly kind: 'too-large'; readonly code: string }
  /** Confirmed state must be loaded afresh. */
  | { readonly kind: 'expired'; readonly code: string };

const BY_CODE: { readonly [code: string]: Failure['kind'] } = {
  RATE_LIMITED: 'road',
  // The link refreshes it; when it has expired once more by then, so it does again.
  SESSION_EXPIRED: 'road',
  UNAUTHENTICATED: 'sign-in',
  SESSION_REVOKED: 'sign-in',
  ACCOUNT_GONE: 'sign-in',
  SESSION_MISMATCH: 'sign-in',
  TOKEN_EXPIRED: 'sign-in',
  TOKEN_REVOKED: 'sign-in',
  FORBIDDEN: 'blocked',
  QUOTA_EXCEEDED: 'blocked',
  UPGRADE_REQUIRED: 'blocked',
  SERVER_TOO_OLD: 'blocked',
  GRAPHQL_PARSE_FAILED: 'blocked',
  GRAPHQL_VALIDATION_FAILED: 'blocked',
  BAD_USER_INPUT: 'blocked',
  COST_TOO_HIGH: 'blocked',
  ORIGIN_REFUSED: 'blocked',
  DOCUMENT_NOT_TRUSTED: 'blocked',
  BATCH_TOO_LARGE: 'too-large',
  PAYLOAD_TOO_LARGE: 'too-large',
  CURSOR_EXPIRED: 'expired',
  LOG_RESTORED: 'expired',
  CURSOR_INVALID: 'expired',
};

/**
 * The one place that says what an error means. By code and status alone: a text may quote anything. Whatever is not
 * known is the road's fault, since that loses nothing.
 */
export function classify(error: unknown): Failure {
  if (CombinedGraphQLErrors.is(error)) return byGraphQLErrors(error.errors);
  if (ServerError.is(error)) {
    const errors = graphQLErrorsOf(error.bodyText);
    if (errors) return byGraphQLErrors(errors);
    // Without a code of ours it was not our server that answered: a proxy's 401 says nothing about our session.
    if (error.statusCode === 413) return { kind: 'too-large', code: 'PAYLOAD_TOO_LARGE' };
    return {
      kind: 'road',
      code: `HTTP_${error.statusCode}`,
      retryAfter: retryAfterOf(error.response.headers.get('retry-after')),
    };
  }
  // What failed is this device: asking the server again at once would change nothing.
  if (error instanceof StorageError) return { kind: 'blocked', code: error.code };
  // A captive portal's page: HTML, or nothing, with status 200.
  if (ServerParseError.is(error)) return { kind: 'road', code: 'NOT_GRAPHQL' };
  return { kind: 'road', code: 'NETWORK' };
}

interface GraphQLErrorLike {
  readonly extensions?: { readonly code?: unknown; readonly retryAfter?: unknown } | undefined;
}

function byGraphQLErrors(errors: readonly GraphQLErrorLike[]): Failure {
  const extensions = errors[0]?.extensions;
  const code = typeof extensions?.code === 'string' ? extensions.code : 'UNKNOWN';
  const kind = BY_CODE[code] ?? 'road';
  if (kind !== 'road') return { kind, code };
  const seconds = typeof extensions?.retryAfter === 'number' ? extensions.retryAfter : undefined;
  return { kind, code, retryAfter: seconds === undefined ? undefined : seconds * 1_000 };
}

function graphQLErrorsOf(body: string): readonly GraphQLErrorLike[] | undefined {
  try {
    const { errors } = JSON.parse(body) as { errors?: unknown };
    return Array.isArray(errors) && errors.length > 0 ? (errors as GraphQLErrorLike[]) : undefined;
  } catch {
    return undefined;
  }
}

/** A Retry-After header in seconds; its date form is not used by Cairn's server. */
function retryAfterOf(header: string | null): number | undefined {
  const seconds = Number(header);
  return header !== null && Number.isFinite(seconds) ? seconds * 1_000 : undefined;
}

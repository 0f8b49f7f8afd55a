import { isUuid } from '@cairn/domain';
import { Prisma } from '@cairn/prisma';
import type { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import type { DeviceRef } from '../account/session.ts';
import type { Answered } from '../append/appender.ts';
import { traceFields, type Trace } from '../trace.ts';
import type { Attempted } from '../webhook/deliveries.ts';
import { causeOf, codeOf } from './mask-error.ts';

/** Ids of events in one line. */
const IDS = 10;

/** Codes that say that a session was shown, or missed, and does not count. */
const SESSION = new Set([
  'UNAUTHENTICATED',
  'SESSION_EXPIRED',
  'SESSION_REVOKED',
  'SESSION_MISMATCH',
  'ACCOUNT_GONE',
  'TOKEN_EXPIRED',
  'TOKEN_REVOKED',
  'BAD_CREDENTIALS',
]);

/** What a request is known by in the log. */
export interface LoggedRequest {
  readonly transport: 'http' | 'socket' | 'stream';
  readonly operation?: string | undefined;
  readonly trace: Trace;
  readonly device: DeviceRef | undefined;
}

/** One line for each append. No line holds what a person wrote: outcomes, counts and ids. */
export function logAppend(log: Logger, { principal, receipts, milliseconds, group, retries, trace }: Answered): void {
  const counts = { APPLIED: 0, MERGED: 0, CONFLICT: 0, REJECTED: 0, QUEUED: 0, resent: 0 };
  const codes = new Set<string>();
  const ids: string[] = [];
  for (const { resent, status, code, eventId } of receipts) {
    counts[resent ? 'resent' : status] += 1;
    if (code !== null) codes.add(code);
    // What is no id may be anything.
    if (ids.length < IDS && isUuid(eventId)) ids.push(eventId);
  }
  log.info(
    {
      account: principal.accountId,
      device: principal.deviceId,
      events: receipts.length,
      applied: counts.APPLIED,
      merged: counts.MERGED,
      conflict: counts.CONFLICT,
      rejected: counts.REJECTED,
      resent: counts.resent,
      ...(codes.size > 0 ? { codes: [...codes] } : {}),
      ids,
      ms: Math.round(milliseconds * 10) / 10,
      ...(group > 1 ? { group } : {}),
      ...(retries > 0 ? { retries } : {}),
      ...(trace ? traceFields(trace) : {}),
    },
    'append',
  );
}

/** One line for each attempt of a webhook, without where it went: an address may hold a key. */
export function logDelivery(log: Logger, attempted: Attempted): void {
  const { webhook, messageId, events, attempt, error, status, milliseconds, isDisabled, trace } = attempted;
  const fields = {
    account: webhook.accountId,
    webhook: webhook.id,
    message: messageId,
    events,
    attempt,
    ...(status === undefined ? {} : { status }),
    ...(error === undefined ? {} : { error }),
    ms: Math.round(milliseconds * 10) / 10,
    ...traceFields(trace),
  };
  log.info(fields, error === undefined ? 'webhook delivered' : 'webhook failed');
  if (isDisabled) log.warn({ account: webhook.accountId, webhook: webhook.id }, 'webhook disabled');
}

/** One line for each request that fails; one more, with what happened, for each fault that is the server's own. */
export function logFailure(log: Logger, errors: readonly GraphQLError[], request: LoggedRequest): void {
  const { transport, operation, trace, device } = request;
  const fields = { transport, operation, account: device?.accountId, device: device?.deviceId, ...traceFields(trace) };
  const codes = errors.map(codeOf);
  log.info({ ...fields, codes }, SESSION.has(codes[0]!) ? 'session refused' : 'refused');
  errors.forEach((error, index) => {
    const cause = causeOf(error);
    if (codes[index] === 'UNAVAILABLE') log.warn({ ...fields, ...told(cause) }, 'the database cannot be reached');
    if (codes[index] === 'INTERNAL') log.error({ ...fields, path: error.path, ...told(cause) }, 'internal error');
  });
}

/** An error without its text where that quotes the statement's arguments, which are what a person wrote. */
export function told(error: unknown): object {
  if (!(error instanceof Error)) return { error: typeof error };
  const { code, meta } = error as {
    code?: unknown;
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } };
  };
  const cause = meta?.driverAdapterError?.cause ?? (error.cause as { originalCode?: unknown } | undefined);
  const isPrisma = Object.values(Prisma).some((type) => typeof type === 'function' && error instanceof type);
  return {
    error: error.name,
    ...(code === undefined ? {} : { code }),
    ...(cause?.originalCode === undefined ? {} : { sqlState: cause.originalCode }),
    ...(isPrisma ? {} : { message: error.message }),
    stack: error.stack?.split('\n').filter((line) => /^\s+at /.test(line)),
  };
}

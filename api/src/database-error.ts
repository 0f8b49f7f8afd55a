import { Prisma } from '@cairn/prisma';

/** Prisma: cannot reach, timed out, closed the connection, no free or too many connections, could not begin a transaction. */
const CODES = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028', 'P2037']);

/**
 * PostgreSQL: connection exceptions, a standby that takes no writes, a transaction that was left idle, insufficient
 * resources (connections, memory, disk), shutting down or starting up, errors of the system below.
 */
const SQL_STATES = /^(08|25006|25P03|53|57P0|58)/;

/** The same of a single request, whose rows another one holds: a deadlock, no lock in time, stopped by the time limit. */
const CONTENTION = /^(40001|40P01|55P03|57014)$/;

/** The driver's own errors have no code. */
const MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after|the embedded database has stopped)/;

/** True when the database could not be asked: the same request may well succeed later. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof Prisma.PrismaClientInitializationError) return true;
  if (!(error instanceof Error)) return false;
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: Cause } } };
  if (MESSAGES.test(error.message)) return true;
  if (typeof code === 'string' && (CODES.has(code) || /^E[A-Z]+$/.test(code))) return true;
  return isConnectionCause(meta?.driverAdapterError?.cause ?? (error.cause as Cause | undefined));
}

/** True when others were in the way of this request: the same one may well succeed later, and others succeed now. */
export function isContended(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code, meta } = error as { code?: unknown; meta?: { driverAdapterError?: { cause?: Cause } } };
  const { kind, originalCode } = meta?.driverAdapterError?.cause ?? (error.cause as Cause | undefined) ?? {};
  return code === 'P2034' || kind === 'TransactionWriteConflict' || CONTENTION.test(originalCode ?? '');
}

interface Cause {
  readonly kind?: string;
  readonly originalCode?: string;
}

function isConnectionCause(cause: Cause | undefined): boolean {
  return (
    /^(DatabaseNotReachable|ConnectionClosed|SocketTimeout|TooManyConnections|TlsConnectionError)$/.test(
      cause?.kind ?? '',
    ) || SQL_STATES.test(cause?.originalCode ?? '')
  );
}

import { Prisma } from '@cairn/prisma';

/** Prisma: cannot reach, timed out, closed the connection, no free connection, could not begin a transaction. */
const CODES = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028']);

/** PostgreSQL: connection exceptions, insufficient resources, shutting down or starting up. */
const SQL_STATES = /^(08|53|57P0)/;

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

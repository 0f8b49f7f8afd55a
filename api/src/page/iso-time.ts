import { apiError } from '../errors.ts';

const ISO_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/;

/** An ISO 8601 time with its zone. @throws BAD_USER_INPUT, naming the argument */
export function isoTimeOf(value: string, argument: string): Date {
  const time = ISO_TIME.test(value) ? new Date(value) : undefined;
  // There is no year 0 in PostgreSQL.
  if (time && !Number.isNaN(time.getTime()) && time.getUTCFullYear() > 0) return time;
  throw apiError('BAD_USER_INPUT', `${argument} must be a time like 2026-11-20T09:30:00.000Z`);
}

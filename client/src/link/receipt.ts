/** What the server answers for one event; see `type Receipt` in schema.graphql. */
export interface Receipt {
  readonly eventId: string | null;
  readonly status: 'APPLIED' | 'MERGED' | 'CONFLICT' | 'REJECTED' | 'QUEUED';
  readonly code: string | null;
  readonly message: string | null;
  readonly version: number | null;
  readonly position: number | null;
  /** Of the log that answered. Null in what a queued mutation is answered, which no server has seen. */
  readonly epoch: string | null;
  readonly resent: boolean;
  readonly clockClamped: boolean;
  /** The entity at the end of the batch, or as it is now on a re-send. */
  readonly entity: Readonly<Record<string, unknown>> | null;
}

/** Refusals that the server remembers nothing of: a newer release of it, or a larger quota, takes the same event. */
const PUT_OFF: readonly (string | null)[] = ['UNKNOWN_EVENT', 'QUOTA_EXCEEDED'];

/** Not answered: the event stays as it is, waits visibly, and is asked again. */
export function isPutOff({ status, code }: Pick<Receipt, 'status' | 'code'>): boolean {
  return status === 'REJECTED' && PUT_OFF.includes(code);
}

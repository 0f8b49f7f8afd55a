/** What the server answers for one event; see `type Receipt` in schema.graphql. */
export interface Receipt {
  readonly eventId: string | null;
  readonly status: 'APPLIED' | 'MERGED' | 'CONFLICT' | 'REJECTED' | 'QUEUED';
  readonly code: string | null;
  readonly message: string | null;
  readonly version: number | null;
  readonly position: number | null;
  readonly resent: boolean;
  readonly clockClamped: boolean;
  /** The entity at the end of the batch, or as it is now on a re-send. */
  readonly entity: Readonly<Record<string, unknown>> | null;
}
